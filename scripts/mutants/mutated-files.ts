import { globSync } from 'node:fs';

const LIBRARY = 'projects/ngx-axios/{http,session,src}/**/*.ts';
const WITHOUT_CODE = ['**/*.spec.ts', '**/public-api.ts'];

/** The code of the library: the files whose path contains the given text. */
export function mutatedFiles(only: string): string[] {
  return globSync(LIBRARY, { exclude: WITHOUT_CODE })
    .filter((file) => file.includes(only))
    .sort();
}
