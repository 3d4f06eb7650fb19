import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

/** The library's folder: files are named from here. */
const LIBRARY = 'projects/ngx-axios/';
const TS_CONFIG = `${LIBRARY}tsconfig.reference.json`;
const NOT_PUBLISHED = String.raw`\.spec\.ts$|\.cjs$|/(faults|testbed|schematics|documented)/`;

/** That one file of the library imports another, types included. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import between the files that are published, once for each two files. */
export async function importsOfLibrary(): Promise<{ files: string[]; imports: Import[] }> {
  const { output } = await cruise(
    [LIBRARY],
    {
      includeOnly: `^${LIBRARY}`,
      exclude: NOT_PUBLISHED,
      tsPreCompilationDeps: true,
      tsConfig: { fileName: TS_CONFIG },
    },
    undefined,
    { tsConfig: extractTSConfig(TS_CONFIG) },
  );
  const { modules } = output as ICruiseResult;
  const inLibrary = (path: string) => path.slice(LIBRARY.length);

  return {
    files: modules.map(({ source }) => inLibrary(source)).sort(),
    imports: modules
      .toSorted((one, other) => (one.source < other.source ? -1 : 1))
      .flatMap(({ source, dependencies }) =>
        [...new Set(dependencies.map(({ resolved }) => resolved))]
          .sort()
          .map((resolved) => ({ from: inLibrary(source), to: inLibrary(resolved) })),
      ),
  };
}
