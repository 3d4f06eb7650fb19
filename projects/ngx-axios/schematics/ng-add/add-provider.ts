import type { Rule } from '@angular-devkit/schematics';
import { addRootImport, addRootProvider } from '@schematics/angular/utility';
import type { Application } from './application.ts';

type CodeOf = Parameters<typeof addRootProvider>[1];

/** Provides the client with the session of `session-options.ts`, which lies beside the file that is changed. */
export function addProvider({ name, isStandalone }: Application): Rule {
  const codeOf =
    (symbol: string, call: string): CodeOf =>
    ({ code, external }) => {
      const own = (exported: string) => external(exported, 'ngx-axios');

      return code`${own(symbol)}${call}({ baseURL: '/api' }, ${own('withSession')}(${external('sessionOptions', './session-options')}), ${own('withTabs')}({ namespace: '${name}' }))`;
    };

  return isStandalone
    ? addRootProvider(name, codeOf('provideAxios', ''))
    : addRootImport(name, codeOf('AxiosModule', '.forRoot'));
}
