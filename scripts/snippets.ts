/**
 * Compiles every `ts` snippet of README, docs and docstrings against the built library, as an application would. One that begins with
 * the name of a file, as in `// orders.ts`, is that file for the others.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { snippetsOfDocstrings, snippetsOfPages } from './documentation/snippets.ts';

const FOLDER = 'dist/snippets';
const ROUTES = "import { Routes } from '@angular/router';\nexport declare const routes: Routes;\n";
/** What applications have, and no snippet shows. */
const FILES = {
  'ambient.d': `
    interface Order { readonly id: number }
    declare class OrdersPage {}
    declare module '@capacitor/preferences' {
      export const Preferences: {
        get(options: { key: string }): Promise<{ value: string | null }>;
        set(options: { key: string; value: string }): Promise<void>;
        remove(options: { key: string }): Promise<void>;
      };
    }`,
  'app.routes': ROUTES,
  'billing.routes': ROUTES,
  'app.config':
    "import { ApplicationConfig } from '@angular/core';\nexport declare const appConfig: ApplicationConfig;\n",
  'legacy-http': `
    import { Observable } from 'rxjs';
    export declare class LegacyHttp { post<T>(url: string, body: unknown): Observable<T> }`,
};
const CONFIG = {
  extends: '../../tsconfig.json',
  compilerOptions: {
    noEmit: true,
    types: ['jasmine'], // for the tests among them
    noUnusedLocals: false,
    paths: {
      'generated/*': ['../generated/*'],
      'ngx-axios': ['../ngx-axios'],
      'ngx-axios/http': ['../ngx-axios/types/ngx-axios-http.d.ts'],
      'ngx-axios/session': ['../ngx-axios/types/ngx-axios-session.d.ts'],
      'ngx-axios/testing': ['../ngx-axios/types/ngx-axios-testing.d.ts'],
    },
  },
  include: ['*.ts'],
};

if (!existsSync('dist/generated')) throw new Error('There are no generated clients: `npm run clients` makes them.');
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const snippets = [...snippetsOfPages(), ...snippetsOfDocstrings('dist/ngx-axios/types/*.d.ts')];
for (const { from, number, name, code } of snippets)
  writeFileSync(`${FOLDER}/${name ?? `${from.replace(/\W/g, '-')}-${number}`}.ts`, `${code}\nexport {};\n`);
for (const [name, code] of Object.entries(FILES)) writeFileSync(`${FOLDER}/${name}.ts`, code);
writeFileSync(`${FOLDER}/tsconfig.json`, JSON.stringify(CONFIG));
if (snippets.length === 0) throw new Error('There are no snippets: the check would check nothing.');
try {
  execFileSync('tsc', ['-p', FOLDER], { stdio: 'inherit' });
} catch {
  process.exit(1);
}
console.log(`${snippets.length} snippets compile.`);
