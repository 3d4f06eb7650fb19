const { writeFileSync } = require('node:fs');

/** Hands the counts and titles of a run to the test command, which cannot read them from Karma's output for people. */
function CountsReporter() {
  const titles = [];
  this.onSpecComplete = (_browser, { success, skipped, description }) => {
    if (success && !skipped) titles.push(description);
  };
  this.onRunComplete = (_browsers, { success, failed, skipped = 0, error }) => {
    const file = process.env['KARMA_COUNTS'];
    if (file)
      writeFileSync(
        file,
        JSON.stringify({ passed: success, failed: failed + (error && !failed ? 1 : 0), skipped, titles }),
      );
  };
}

/** The library's specs, in a real browser beside the real servers. */
module.exports = async (config) => {
  const { chromium, CHROMIUM_FLAGS } = await import('../../scripts/chromium.ts');
  const { createServer } = await import('../../server/server.ts');
  const { Journal } = await import('../../server/journal.ts');
  const journal = new Journal();
  const port = async (options) => {
    const app = await createServer({ journal, ...options });
    await app.listen({ port: 0, host: 'localhost' });
    app.server.unref(); // it must not outlive the run

    return app.server.address().port;
  };
  const backend = `http://localhost:${await port({})}`;
  const secureBackend = `https://localhost:${await port({ tls: true })}`;
  process.env['CHROME_BIN'] = chromium();

  config.set({
    frameworks: ['jasmine'],
    plugins: [
      require('karma-jasmine'),
      require('karma-chrome-launcher'),
      { 'reporter:counts': ['type', CountsReporter] },
    ],
    browsers: ['Headless'],
    customLaunchers: { Headless: { base: 'ChromeHeadless', flags: [...CHROMIUM_FLAGS] } },
    reporters: ['progress', 'counts'],
    client: { backend, secureBackend, jasmine: { random: true, timeoutInterval: 30_000 } },
    restartOnFileChange: true,
    browserNoActivityTimeout: 120_000, // a busy machine takes its time
  });
};
