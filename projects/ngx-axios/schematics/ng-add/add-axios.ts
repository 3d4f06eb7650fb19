import { noop, type Rule } from '@angular-devkit/schematics';
import { addDependency } from '@schematics/angular/utility';
import { getDependency } from '@schematics/angular/utility/dependency';
import library from '../../package.json' with { type: 'json' };

/** Adds axios in the range that the library asks for. Whoever has one keeps it: npm says whether it fits. */
export function addAxios(): Rule {
  return (tree) => (getDependency(tree, 'axios') ? noop() : addDependency('axios', library.peerDependencies.axios));
}
