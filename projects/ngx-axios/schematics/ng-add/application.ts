import { normalize } from '@angular-devkit/core';
import { SchematicsException, type Tree } from '@angular-devkit/schematics';
import { readWorkspace } from '@schematics/angular/utility';
import { getAppModulePath, isStandaloneApp } from '@schematics/angular/utility/ng-ast-utils';
import { findAppConfig } from '@schematics/angular/utility/standalone/app_config';
import { findBootstrapApplicationCall, getMainFilePath } from '@schematics/angular/utility/standalone/util';

/** The application that is set up. */
export interface Application {
  readonly name: string;
  readonly prefix: string;
  /** Whether it is bootstrapped without a module. */
  readonly isStandalone: boolean;
  /** The file that says what its root injector provides. */
  readonly root: string;
  /** Whether that file has something of ngx-axios. */
  readonly isSetUp: boolean;
}

/** @throws SchematicsException when it is not clear which application is meant. */
export async function findApplication(tree: Tree, wanted?: string): Promise<Application> {
  const { projects } = await readWorkspace(tree);
  const names = [...projects.keys()].filter((name) => projects.get(name)!.extensions['projectType'] === 'application');
  const name = wanted ?? (names.length === 1 ? names[0] : undefined);
  const choice = names.length > 0 ? `The applications of this workspace: ${names.join(', ')}.` : 'It has none.';
  if (name === undefined) throw new SchematicsException(`Name an application with --project. ${choice}`);
  if (!names.includes(name)) throw new SchematicsException(`There is no application "${name}". ${choice}`);

  const main = await getMainFilePath(tree, name);
  const isStandalone = isStandaloneApp(tree, main);
  const root = normalize(isStandalone ? configOf(tree, main) : getAppModulePath(tree, main));

  return {
    name,
    prefix: projects.get(name)!.prefix || 'app',
    isStandalone,
    root,
    isSetUp: /['"]ngx-axios(\/\w+)?['"]/.test(tree.readText(root)),
  };
}

/** The file of the configuration that `bootstrapApplication` is given, which may be the main file itself. */
function configOf(tree: Tree, main: string): string {
  return findAppConfig(findBootstrapApplicationCall(tree, main), tree, main)?.filePath ?? main;
}
