import './production-mode.ts';
import '@angular/compiler'; // the package is partially compiled; Node links it as it loads
import type * as Library from '../dist/ngx-axios/types/ngx-axios.d.ts';

export type { Library };

/** The entry point of the package that `npm run build` has written. */
export const BUILT_PACKAGE = new URL('../dist/ngx-axios/fesm2022/ngx-axios.mjs', import.meta.url);

/** Loads the library as its users get it; from another place when it has been broken on purpose. */
export async function loadLibrary(entry: URL = BUILT_PACKAGE): Promise<typeof Library> {
  return (await import(entry.href)) as typeof Library;
}
