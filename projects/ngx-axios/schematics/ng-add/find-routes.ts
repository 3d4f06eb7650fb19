import { dirname, join, normalize } from '@angular-devkit/core';
import type { Tree } from '@angular-devkit/schematics';
import ts from 'typescript';

/** An array of routes in the source. */
export interface FoundRoutes {
  readonly file: string;
  /** Behind its opening bracket. */
  readonly start: number;
  /** Of its elements; empty text for one that has none to read. */
  readonly paths: readonly string[];
}

/** The routes that `provideRouter` or `RouterModule.forRoot` is given, in a file or in one that it imports. */
export function findRoutes(tree: Tree, root: string): FoundRoutes | undefined {
  const source = parse(tree, root);
  const sources = [source, ...importsOf(tree, source).map(({ file }) => parse(tree, file))];
  for (const each of sources) {
    const given = routerCallIn(each)?.arguments[0];
    const found = given && resolve(tree, each, given);
    if (found) return found;
  }

  return undefined;
}

function routerCallIn(node: ts.Node): ts.CallExpression | undefined {
  if (ts.isCallExpression(node) && /^(provideRouter|RouterModule\.forRoot)$/.test(node.expression.getText()))
    return node;

  return ts.forEachChild(node, routerCallIn);
}

/** The array that is written, or that the name stands for: one of the same file, or one that it imports. */
function resolve(tree: Tree, source: ts.SourceFile, given: ts.Expression): FoundRoutes | undefined {
  if (ts.isArrayLiteralExpression(given)) return describe(source, given);
  if (!ts.isIdentifier(given)) return undefined;

  const imported = importsOf(tree, source).find(({ names }) => names.has(given.text));
  const where = imported ? parse(tree, imported.file) : source;
  const array = arrayNamed(imported?.names.get(given.text) ?? given.text, where);

  return array && describe(where, array);
}

function arrayNamed(name: string, source: ts.SourceFile): ts.ArrayLiteralExpression | undefined {
  return source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .filter((declaration) => declaration.name.getText() === name)
    .map(({ initializer }) => initializer && bare(initializer))
    .find((initializer) => initializer !== undefined && ts.isArrayLiteralExpression(initializer));
}

/** Without `as const` and `satisfies Routes`. */
function bare(expression: ts.Expression): ts.Expression {
  return ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression)
    ? bare(expression.expression)
    : expression;
}

function describe(source: ts.SourceFile, array: ts.ArrayLiteralExpression): FoundRoutes {
  return { file: source.fileName, start: array.getStart() + 1, paths: array.elements.map(pathOf) };
}

function pathOf(route: ts.Expression): string {
  if (!ts.isObjectLiteralExpression(route)) return '';
  const path = route.properties.filter(ts.isPropertyAssignment).find(({ name }) => name.getText() === 'path');

  return path && ts.isStringLiteralLike(path.initializer) ? path.initializer.text : '';
}

/** The application's own files that a file imports, with what they are called there by the names they have here. */
function importsOf(tree: Tree, source: ts.SourceFile): { file: string; names: Map<string, string> }[] {
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
    const file = join(dirname(normalize(source.fileName)), `${from}.ts`);
    if (!from.startsWith('.') || !tree.exists(file)) return [];
    const bindings = importClause?.namedBindings;
    const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];

    return [
      { file, names: new Map(elements.map(({ name, propertyName }) => [name.text, (propertyName ?? name).text])) },
    ];
  });
}

function parse(tree: Tree, file: string): ts.SourceFile {
  return ts.createSourceFile(file, tree.readText(file), ts.ScriptTarget.Latest, true);
}
