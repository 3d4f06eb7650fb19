import { dirname, join, normalize } from '@angular-devkit/core';
import {
  apply,
  applyTemplates,
  filter,
  mergeWith,
  move,
  type Rule,
  SchematicsException,
  url,
} from '@angular-devkit/schematics';

/** Writes one of `files`, made of the values, into the folder of another file. Overwrites none. */
export function writeFile(name: string, { beside, ...values }: { beside: string; [value: string]: unknown }): Rule {
  return (tree) => {
    const folder = dirname(normalize(beside));
    const target = join(folder, `${name}.ts`);
    if (tree.exists(target)) throw new SchematicsException(`${target} is there already: give it another name first.`);

    return mergeWith(
      apply(url('./files'), [filter((path) => path === `/${name}.ts.template`), applyTemplates(values), move(folder)]),
    );
  };
}
