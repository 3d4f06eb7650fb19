/** What each entry point of the built package exports, with what its docstring says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const PACKAGE = 'dist/ngx-axios';

export interface PublicSymbol {
  readonly entryPoint: string;
  readonly name: string;
  /** Whether it is there when the application runs: a class, a function or a constant. */
  readonly isValue: boolean;
  readonly summary: string;
  readonly examples: readonly string[];
  /** The names that its docstring links to. */
  readonly links: readonly string[];
}

/** The declarations of each entry point, by the name that applications import. */
export function entryPoints(): { name: string; types: string }[] {
  const { exports } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8')) as {
    exports: Record<string, { types?: string }>;
  };

  return Object.entries(exports).flatMap(([path, { types }]) =>
    types ? [{ name: join('ngx-axios', path), types: join(PACKAGE, types) }] : [],
  );
}

/** Every symbol that is exported for applications: those with ɵ are for the other entry points of the package. */
export function publicSymbols(): PublicSymbol[] {
  const points = entryPoints();
  const program = ts.createProgram(
    points.map(({ types }) => types),
    { moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 },
  );
  const checker = program.getTypeChecker();

  return points.flatMap(({ name: entryPoint, types }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(types)!)!;

    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;

      return exported.name.startsWith('ɵ') ? [] : [read(entryPoint, symbol, checker)];
    });
  });
}

function read(entryPoint: string, symbol: ts.Symbol, checker: ts.TypeChecker): PublicSymbol {
  const parts = symbol.getDocumentationComment(checker);
  const tags = symbol.getJsDocTags(checker);

  return {
    entryPoint,
    name: symbol.name,
    isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
    summary: ts.displayPartsToString(parts),
    examples: tags.filter(({ name }) => name === 'example').map(({ text }) => ts.displayPartsToString(text)),
    links: [...parts, ...tags.flatMap(({ text = [] }) => text)]
      .filter(({ kind }) => kind === 'linkName' || kind === 'linkText')
      .map(({ text }) => text.trim()),
  };
}
