import { registerHooks } from 'node:module';
import { BUILT_PACKAGE, loadLibrary, type Library } from './library.ts';

/** A way to break the library: what to look for in the built package, and what to put in its place. */
export interface Breakage {
  /** What is wrong then. */
  readonly name: string;
  readonly replace: readonly (readonly [string, string])[];
}

/** Loads the library broken in one way, beside the one that is whole. What is to be broken must be there. */
export async function loadBroken({ name, replace }: Breakage): Promise<typeof Library> {
  const mark = `?broken=${encodeURIComponent(name)}`;
  const missing = new Set(replace);
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const isOurs = specifier.startsWith('ngx-axios') && context.parentURL?.endsWith(mark);

      return isOurs ? { ...resolved, url: resolved.url + mark } : resolved;
    },
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(mark)) return loaded;

      let source = String(loaded.source);
      for (const replacement of replace) {
        if (source.split(replacement[0]).length === 2) missing.delete(replacement);
        source = source.replace(replacement[0], () => replacement[1]);
      }
      return { ...loaded, source };
    },
  });
  try {
    const library = await loadLibrary(new URL(BUILT_PACKAGE.href + mark));
    for (const [text] of missing) throw new Error(`"${name}": the built package does not have once:\n${text}`);

    return library;
  } finally {
    hooks.deregister();
  }
}
