/**
 * Measures the library beside others and writes docs/performance.md: `npm run bench`. All that is compared runs interleaved in one
 * Chromium; medians, and ratios, because the machine is what it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import { productionBundle } from '../scripts/production-bundle.ts';
import {
  type Crowd,
  costs,
  CROWDS,
  crowds,
  exponent,
  leavings,
  median,
  overtakings,
  type Rounds,
  STORM,
  storms,
} from './measure.ts';
import { bars } from './picture.ts';
import { Rig } from './rig.ts';
import { LATENCY } from './server.ts';

const ROUNDS = Number(process.argv[2] ?? 11);
const OURS = ['AxiosClient without a session', 'axiosRef', 'AxiosClient', 'ngx-axios/http'];
const OVER_AXIOS = [
  'plain axios',
  'axios-auth-refresh',
  'axios-jwt',
  'AxiosClient without a session',
  'axiosRef',
  'AxiosClient',
];
const OVER_HTTP_CLIENT = ['HttpClient', 'published interceptor', 'ngx-axios/http'];
const UNKNOWN = ['fetch', 'axios-auth-refresh', 'published interceptor', 'axiosRef', 'AxiosClient', 'ngx-axios/http'];
const KNOWN = ['fetch, refreshing first', 'axiosRef', 'AxiosClient', 'ngx-axios/http'];
const PRIORITIES = ['AxiosClient', 'AxiosClient over fetch', 'the same, the refresh before the others'];
const WAITING = [
  ['AxiosClient without a session', false],
  ['AxiosClient', true],
  ['HttpClient', false],
  ['ngx-axios/http', true],
] as const;
const LEFT = ['plain axios', 'AxiosClient', 'HttpClient', 'ngx-axios/http'];
const SIZES = {
  client: 'the client alone',
  session: 'client, session and guard',
  tabs: 'with tabs',
  http: 'the session for HttpClient, without axios',
  everything: 'everything',
};

await using rig = await Rig.open();
const cost = await costs(rig, [...OVER_AXIOS, ...OVER_HTTP_CLIENT], ROUNDS);
const lost: string[] = [];
const unknown = await storms(rig, UNKNOWN, ROUNDS, false, ['axios-auth-refresh', 'published interceptor'], (name) =>
  lost.push(name),
);
const known = await storms(rig, KNOWN, ROUNDS, true);
const priorities = await storms(rig, PRIORITIES, ROUNDS, false);
const before = await overtakings(rig, PRIORITIES, ROUNDS);
const left = await leavings(rig, LEFT, ROUNDS);
const waiting = new Map<string, Crowd[]>();
for (const [name, hasSession] of WAITING) waiting.set(name, await crowds(rig, name, hasSession, 3));

writeFileSync('docs/performance-cost.svg', bars('A request that is answered at once', 'µs', cost, OURS));
writeFileSync('docs/performance-storm.svg', bars(`${STORM} requests meet one expiry`, 'ms', unknown, OURS));
const text = await format(await page(), { ...(await resolveConfig('docs/performance.md')), parser: 'markdown' });
writeFileSync('docs/performance.md', text);
console.log(text);

async function page(): Promise<string> {
  return `# Performance

\`npm run bench\` measures all of this anew and writes this page; \`npm run sizes\` weighs. Measured on ${new Date().toISOString().slice(0, 10)} in
Chromium ${rig.version}, with production builds of Angular ${version('@angular/core')} and axios ${version('axios')}, beside axios-auth-refresh
${version('axios-auth-refresh')} and axios-jwt ${version('axios-jwt')}: medians of ${ROUNDS} interleaved rounds on a machine with two cores, which other work shares. The
ratios count.

## A request that is answered at once

10,000 requests in batches of 100, on a network that is none: what the library itself takes.

${table(['over axios', 'µs', 'of plain axios'], ratios(cost, OVER_AXIOS, 'plain axios'))}

${table(['over HttpClient', 'µs', 'of the published interceptor'], ratios(cost, OVER_HTTP_CLIENT, 'published interceptor'))}

![What a request costs](performance-cost.svg)

The published interceptor is the one with a flag and a BehaviorSubject that tutorials teach. Plain axios has an interceptor that attaches
a token.

## A storm

${STORM} requests with an expired token, all at once, against a server that takes ${LATENCY} ms for everything, over HTTP/1.1. Ours and
the hand-written one have made one refresh and no request too many every time, by the server's own count.${
    lost.length > 0
      ? ` In ${lost.length} more
storms requests failed, with ${[...new Set(lost)].join(' and ')}; these were measured anew.`
      : ''
  }

${table(['lifetime unknown: 401 first', 'ms', 'of hand-written `fetch`'], ratios(unknown, UNKNOWN, 'fetch'))}

${table(['lifetime known: refresh first, no 401', 'ms', 'of hand-written `fetch`'], ratios(known, KNOWN, 'fetch, refreshing first'))}

![How long a storm takes](performance-storm.svg)

Can the refresh overtake the storm? With fetch an application may say that requests are of low priority and the refresh of a high one
(\`fetchOptions: { priority }\`; XMLHttpRequest knows none):

${table(
  ['', 'ms', 'refused before the refresh arrives'],
  PRIORITIES.map((name) => [
    name,
    median(priorities.get(name)!).toFixed(1),
    `${median(before.get(name)!)} of ${STORM}`,
  ]),
)}

What was sent with the expired token is refused all the same, so that a refresh that comes earlier saves no request.

## A crowd that waits

So many requests have been refused and wait for one refresh; without a session they wait for the network. The time is from the answer
until the last one has its own.

${table(
  ['', 'waiting', 'ms', 'bytes each, waiting', 'bytes each, afterwards'],
  WAITING.flatMap(([name]) =>
    waiting
      .get(name)!
      .map(({ count, milliseconds, waiting: bytes, retained }) => [
        name,
        count.toLocaleString('en'),
        milliseconds.toFixed(0),
        bytes.toFixed(0),
        retained.toFixed(0),
      ]),
  ),
)}

From ${CROWDS[0].toLocaleString('en')} to ${CROWDS.at(-1)!.toLocaleString('en')} time grows with an exponent of ${WAITING.filter(
    ([, hasSession]) => hasSession,
  )
    .map(([name]) => `${exponent(waiting.get(name)!).toFixed(2)} (${name})`)
    .join(' and ')}; 1 is in proportion.

## Leaving

From unsubscribing, or aborting, until the caller's request is settled, and until the server sees its socket closed.

${table(
  ['', 'settled, ms', 'socket closed, ms'],
  LEFT.map((name) => [name, median(left.settled.get(name)!).toFixed(1), median(left.closed.get(name)!).toFixed(1)]),
)}

## Size

In a production build, minified and gzipped, without Angular, RxJS and axios.

${table(
  ['', 'kB'],
  Object.entries(SIZES).map(([file, what]) => [what, kilobytes(`dist/sizes/${file}.js`)]),
)}

## What is not better here

- axios itself is ${await axiosSize()} kB gzipped, and takes several times as long for a request as HttpClient. Without a reason for axios, HttpClient
  with \`ngx-axios/http\` is the lighter choice.
- Libraries that only refresh are smaller: axios-auth-refresh is below 1 kB. What this one has more is in the table of
  [what happens](../README.md#a-401-arrives-what-happens).
- A request that waits for a refresh holds more memory than one that waits for the network.
`;
}

function ratios(rounds: Rounds, names: readonly string[], base: string): string[][] {
  const of = median(rounds.get(base)!);

  return names.map((name) => {
    const figure = median(rounds.get(name)!);

    return [name, figure.toFixed(1), (figure / of).toFixed(2)];
  });
}

function table([first = '', ...others]: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

  return [line([first, ...others]), line(['---', ...others.map(() => '---:')]), ...rows.map(line)].join('\n');
}

function version(name: string): string {
  return (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
}

function kilobytes(file: string): string {
  return (gzipSync(readFileSync(file)).length / 1000).toFixed(1);
}

async function axiosSize(): Promise<string> {
  const { outputFiles } = await productionBundle({
    stdin: { contents: "export { default } from 'axios';", resolveDir: '.' },
  });

  return (gzipSync(outputFiles[0]!.contents).length / 1000).toFixed(0);
}
