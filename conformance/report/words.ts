/** What stands above the table. */
export const HOW = (count: number): string => `# The peers

What keeps requests signed in, and what it does in ${count} situations. Measured on ${new Date().toISOString().slice(0, 10)}; to see it again:

\`\`\`sh
npm ci && npm run conformance # ten minutes; writes this page
npm run conformance -- --system axios-jwt --scenario 'byte for byte' # some of it; writes nothing
\`\`\`

## How it is judged

- Each system is bundled as for production (linked, minified, without what is for development) into a page of its own, which Chromium
  loads from the strict server of this repository: it rotates refresh tokens, takes the second use of one for theft, and answers as a
  scenario wants. Each scenario has a browser profile of its own.
- A verdict comes from what callers in the page got, and from the server's own log and counts: never from what a system says of
  itself alone. What is to happen in the middle of something is held at the server's door, so that no luck with timing is needed.
- The scenarios were written down, with their judgement, before any system but our own and the control was run. Since then they have only
  been changed so that a fault counts in fewer of them: one request where five were, all requests wait where a refresh is refused, and the
  device's clock passes the expiry for a system that goes by the clock alone.
- Each system is used as its own README or site recommends, also where that lets the application attach the token or clear it away;
  \`conformance/systems\` has one small file for each, with the place. The recipes are five published ones, written anew from what they do,
  with their faults.
- ∞ is not ✗: a request had no outcome after ten seconds. Who has a setting for a timeout or a deadline has it set to one second where
  a scenario is about that.
- What a system does not offer is –, and never ✓.
- Where a system needs luck, as with 401s that come a little later than others, its sign may change from run to run.

Who misses one here, or sees one of them wronged: the file is small, and a pull request welcome.

| key | |
| - | - |
| ✓ | the promise was kept |
| ✗ | it was not; what was seen is below |
| ∞ | somebody waits for ever |
| – | the system does not offer this |
| **=** | everybody who offers it keeps this one |
`;

/** What stands below the table. */
export const NOT_BETTER = `## What is not better here

- axios costs 23 kB gzipped next to HttpClient's 17 kB, and more for each request. Who does not need axios for something else is better
  served by HttpClient, with \`ngx-axios/http\` or without.
- axios-auth-refresh is 1 kB, a recipe even less. If your refresh tokens do not rotate, your pages send one request at a time and a failed refresh
  may end in a reload, they do.
- The scenarios are ours. They follow from what we promise, so that whoever promises something else does worse here than where it is at home:
  axios-jwt means to refresh before a request and says that the server should allow for some seconds, and does so.
- What goes through \`axiosRef\` is not waited for by Angular: only what goes through \`AxiosClient\` or HttpClient is a pending task.
- A stream as a body is not in the table: Chromium sends one over HTTP/2 only, and makes a network failure of its 401, for everybody.
- Rendering on a server is not in the table, which is about browsers: see [rendering on a server](ssr.md).
- Without Web Locks two tabs that refresh in the same moment may use one refresh token twice, see [tabs](tabs.md). The table has them one
  after the other.

## What was seen
`;
