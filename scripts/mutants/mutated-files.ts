import { globSync } from 'node:fs';

const SESSION = 'projects/ngx-axios/session/**/*.ts';
const SEAM =
  'projects/ngx-axios/src/{session-seam,axios-answer,cancelled,replayable,fetch-without-redirects,abortable,with-session,axios-client}.ts';
const WITHOUT_CODE = ['**/*.spec.ts', '**/public-api.ts'];

/** The session and the seam, which must not break: the files whose path contains the given text. */
export function mutatedFiles(only: string): string[] {
  return globSync([SESSION, SEAM], { exclude: WITHOUT_CODE })
    .filter((file) => file.includes(only))
    .sort();
}
