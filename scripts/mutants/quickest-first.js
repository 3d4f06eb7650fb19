/**
 * Runs in the page, before the specs are there. Most mutants fall to specs that take a millisecond, so these go first; and a
 * mutant that lets a spec hang has to wait not much longer than this spec takes.
 */
const PATIENCE = { least: 5_000, times: 5 };

/** Specs that take longer, in milliseconds, are not run for mutants: a dozen of them would be a third of the whole. */
const TOO_LONG = 1_000;

const times = window.__karma__.config.specTimes;
const env = window.jasmine.getEnv();

if (times) {
  const execute = env.execute.bind(env);
  // Only whole suites change places: one with a `beforeAll` cannot be taken apart.
  env.execute = () => {
    const { specFilter } = env.configuration();
    env.configure({ specFilter: (spec) => !(times[spec.id] > TOO_LONG) && specFilter(spec) });
    execute(quickestFirst(env.topSuite().children).map(({ id }) => id));
  };
  env.addReporter({
    specStarted: ({ id }) => {
      window.jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE.least + PATIENCE.times * (times[id] ?? 0);
    },
  });
}

function quickestFirst(suites) {
  return suites
    .map((suite) => ({ suite, time: meanTimeOf(suite) }))
    .sort((a, b) => a.time - b.time)
    .map(({ suite }) => suite);
}

function meanTimeOf(suite) {
  const specs = specsOf(suite);

  return specs.reduce((sum, { id }) => sum + (times[id] ?? 0), 0) / specs.length;
}

function specsOf({ id, children }) {
  return children ? children.flatMap(specsOf) : [{ id }];
}
