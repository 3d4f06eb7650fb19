import type { Rule } from '@angular-devkit/schematics';
import { readWorkspace, updateWorkspace } from '@schematics/angular/utility';
import type { Application } from './application.ts';

/** What axios brings along in Node and is no module: `ng build` warns of each that it has not been told of. */
const COMMON_JS = ['follow-redirects', 'form-data', 'https-proxy-agent'];

/** Prepares an application that is rendered on a server. Where its API is seen from there, only its own developers know. */
export function prepareServer({ name }: Application): Rule {
  return async (tree, { logger }) => {
    const options = (await readWorkspace(tree)).projects.get(name)?.targets.get('build')?.options;
    if (!options?.['ssr'] && !options?.['server']) return;

    logger.info(
      `${name} is rendered on a server. Add \`provideServerRequests({ origin })\` to its providers there: it says where \`/api\` leads.`,
    );

    return updateWorkspace(({ projects }) => {
      const build = projects.get(name)!.targets.get('build')!;
      const allowed = build.options?.['allowedCommonJsDependencies'] ?? [];
      const missing = COMMON_JS.filter((dependency) => !(allowed as string[]).includes(dependency));
      build.options = { ...build.options, allowedCommonJsDependencies: [...(allowed as string[]), ...missing] };
    });
  };
}
