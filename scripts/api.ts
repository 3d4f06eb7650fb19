/**
 * Compares what the built package exports with the golden files in `projects/ngx-axios/api`, one for each entry point.
 * `--update` writes them anew, for a change that is meant.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import apiExtractor from '@microsoft/api-extractor';
import { entryPoints } from './public-symbols.ts';

const { Extractor, ExtractorConfig } = apiExtractor;
const ROOT = resolve(import.meta.dirname, '..');
const GOLDEN = 'projects/ngx-axios/api';

const isUpdate = process.argv.includes('--update');
const temporary = mkdtempSync(join(tmpdir(), 'ngx-axios-api-'));
try {
  for (const { name, types } of entryPoints()) {
    const { succeeded } = Extractor.invoke(configFor(types), {
      localBuild: isUpdate,
      printApiReportDiff: true,
      messageCallback: tell,
    });
    console.log(`${name}: ${succeeded ? 'as in' : 'not as in'} ${GOLDEN}/${basename(types, '.d.ts')}.api.md`);
    if (succeeded) continue;
    console.log('When the change is meant, `npm run api` writes it down.');
    process.exitCode = 1;
  }
} finally {
  rmSync(temporary, { recursive: true });
}

function configFor(types: string) {
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(ROOT, 'dist/ngx-axios/package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: join(ROOT, types),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            module: 'es2022',
            moduleResolution: 'bundler',
            lib: ['es2023', 'dom'],
            types: [],
          },
        },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true, // the options that several kinds of session share
        reportFolder: join(ROOT, GOLDEN),
        reportTempFolder: temporary,
        reportFileName: `${basename(types, '.d.ts')}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
    },
  });
}

/** Shows the difference only: the docstrings have a check of their own. */
function tell(message: apiExtractor.ExtractorMessage): void {
  if (message.messageId === 'console-api-report-diff') console.log(message.text);
  message.handled = message.messageId !== 'console-api-report-not-copied'; // which makes it fail
}
