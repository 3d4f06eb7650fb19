/**
 * Bundles what an application of each sort takes of the library, without Angular, RxJS and axios, into `dist/sizes`. `size-limit`
 * weighs the files, and holds them against the budgets in `.size-limit.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
  });
  writeFileSync(`${FOLDER}/${sort}.js`, outputFiles[0]!.contents);
}
