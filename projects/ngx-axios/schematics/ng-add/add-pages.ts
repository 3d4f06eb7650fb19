import { chain, type Rule } from '@angular-devkit/schematics';
import { insertImport } from '@schematics/angular/utility/ast-utils';
import { InsertChange } from '@schematics/angular/utility/change';
import { applyChangesToFile, getSourceFile } from '@schematics/angular/utility/standalone/util';
import type { Application } from './application.ts';
import { findRoutes, type FoundRoutes } from './find-routes.ts';
import type { NgAddOptions } from './ng-add-options.ts';
import { writeFile } from './write-file.ts';

interface Page {
  readonly path: string;
  readonly file: string;
  readonly component: string;
  readonly guarded: boolean;
}

const PAGES: readonly Page[] = [
  { path: 'login', file: 'login-page', component: 'LoginPage', guarded: false },
  { path: 'account', file: 'account-page', component: 'AccountPage', guarded: true },
];

/** Writes the login page and a guarded one with their routes. A route that the application has already stays its own. */
export function addPages({ root, prefix }: Application, { session }: NgAddOptions): Rule {
  return (tree, { logger }) => {
    const routes = findRoutes(tree, root);
    if (!routes) {
      logger.warn(`${root} leads to no array of routes: no login page and no guarded route are written.`);

      return;
    }

    const missing = PAGES.filter(({ path }) => !routes.paths.includes(path));

    return chain([
      ...missing.map(({ file }) => writeFile(file, { beside: routes.file, prefix, session })),
      addRoutes(routes, missing),
    ]);
  };
}

/** Adds routes in front of the others, where no wildcard comes before them. */
function addRoutes({ file, start, paths }: FoundRoutes, pages: readonly Page[]): Rule {
  return (tree) => {
    const source = getSourceFile(tree, file);
    const importOf = (symbol: string, from: string) => insertImport(source, file, symbol, from);
    const lines = pages.map(({ path, component, guarded }) => {
      const guard = guarded ? 'canActivate: [authGuard], ' : '';

      return `\n  { path: '${path}', ${guard}component: ${component} },`;
    });

    applyChangesToFile(tree, file, [
      ...(pages.some(({ guarded }) => guarded) ? [importOf('authGuard', 'ngx-axios')] : []),
      ...pages.map((page) => importOf(page.component, `./${page.file}`)),
      new InsertChange(file, start, lines.join('') + (paths.length === 0 ? '\n' : '')),
    ]);
  };
}
