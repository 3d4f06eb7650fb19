/**
 * Bundles what an application of each sort takes of the library, without Angular, RxJS and axios, into `dist/sizes`. `size-limit`
 * weighs the files, and holds them against the budgets in `.size-limit.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { transform } from 'esbuild';
import { productionBundle } from '../scripts/production-bundle.ts';

const FOLDER = 'dist/sizes';
const CLIENT = "export { AxiosClient, provideAxios } from 'ngx-axios';";
const SESSION = "export { authGuard, Session, withSession } from 'ngx-axios';";
const SORTS = {
  client: CLIENT,
  session: CLIENT + SESSION,
  tabs: `${CLIENT}${SESSION} export { withTabs } from 'ngx-axios';`,
  http: `export { provideHttpSession, sessionInterceptor } from 'ngx-axios/http'; export { Session } from 'ngx-axios/session';`,
  everything: `export * from 'ngx-axios'; export * from 'ngx-axios/http';`,
};

mkdirSync(FOLDER, { recursive: true });
for (const [sort, contents] of Object.entries(SORTS)) {
  const { outputFiles } = await productionBundle({
    stdin: { contents, resolveDir: resolve('.') },
    external: ['@angular/*', 'axios', 'rxjs'],
    minify: false,
  });
  // As TypeScript, so that it drops what is imported from these and not used.
  const { code } = await transform(Buffer.from(outputFiles[0]!.contents), {
    loader: 'ts',
    minify: true,
    target: 'es2022',
  });
  writeFileSync(`${FOLDER}/${sort}.js`, code);
}
