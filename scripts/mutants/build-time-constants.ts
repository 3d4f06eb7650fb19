import type { NodePath } from '@stryker-mutator/api/ignore';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What of Babel's syntax tree this looks at. */
interface Expression {
  readonly type: string;
  readonly left?: { readonly left?: { readonly operator?: string; readonly argument?: { readonly name?: string } } };
}

/** Leaves `typeof ngDevMode === 'undefined' || ngDevMode` alone: the build of an application makes a constant of it. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'build-time-constants', {
    shouldIgnore: (path: NodePath) => {
      const { type, left } = (path as { node: Expression }).node;
      const isDevMode = type === 'LogicalExpression' && left?.left?.argument?.name === 'ngDevMode';

      return isDevMode ? 'A constant of the build.' : undefined;
    },
  }),
];
