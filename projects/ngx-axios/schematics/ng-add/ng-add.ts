import { chain, type Rule } from '@angular-devkit/schematics';
import { addAxios } from './add-axios.ts';
import { addPages } from './add-pages.ts';
import { addProvider } from './add-provider.ts';
import { findApplication } from './application.ts';
import type { NgAddOptions } from './ng-add-options.ts';
import { prepareServer } from './prepare-server.ts';
import { writeFile } from './write-file.ts';

/** `ng add ngx-axios`: sets up an application that does not have it yet, and leaves one that does as it is. */
export function ngAdd(options: NgAddOptions): Rule {
  return async (tree, { logger }) => {
    const application = await findApplication(tree, options.project);
    if (application.isSetUp) {
      logger.info(`${application.root} provides ngx-axios already: nothing is changed.`);

      return;
    }

    return chain([
      addAxios(),
      writeFile('session-options', { beside: application.root, ...options }),
      addProvider(application),
      addPages(application, options),
      prepareServer(application),
    ]);
  };
}
