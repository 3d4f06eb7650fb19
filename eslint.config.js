import eslint from '@eslint/js';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

/** Imports between the rooms run one way, towards the session. */
function mayNotImport(...groups) {
  return {
    'no-restricted-imports': [
      'error',
      {
        patterns: groups.map(([group, message]) =>
          group instanceof RegExp ? { regex: group.source, message } : { group: [].concat(group), message },
        ),
      },
    ],
  };
}

const NO_AXIOS = [['axios', 'axios/*'], 'The session knows no axios, so that every HTTP client can use it.'];
const NO_HTTP_CLIENT = [
  '@angular/common/http',
  'The session knows no HttpClient, so that every HTTP client can use it.',
];
const NO_CLIENT = [['ngx-axios', '**/src/*'], 'The session is imported by its clients, never the other way round.'];
const NO_AXIOS_CLIENT = [/^ngx-axios$|\/src\//, 'HttpClient shares the session, not the axios client.'];
const NO_PROVIDERS = [
  ['**/provide-session', '**/provide-axios', '**/with-session', '**/with-axios'],
  'Nothing imports the provider files: they tie the rooms together.',
];
const NO_GUARD = ['**/guard/*', 'The guard knows the session; the session does not know the guard.'];
const NO_LIBRARY = [
  /^ngx-axios(\/|$)|\.\.\/(http|session|src|testbed|testing)(\/|$)/,
  'Schematics run in the CLI, before there is an application: they write about the library and use none of it.',
];
const BY_NAME = [['**/session/*', '../session'], 'Rooms meet at their entry points: import from ngx-axios/session.'];

const BY_NAME_FROM_OUTSIDE = [
  ['**/session/*', '**/src/*', '**/http/*', '../session', '../src', '../http'],
  'What is for tests uses the library as tests do: import from its entry points.',
];
const NO_TESTING = [
  ['ngx-axios/testing', '**/testing/*', '!@angular/**'],
  'What is for tests is imported by tests only.',
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out-tsc/',
      '.angular/',
      'coverage/',
      'projects/ngx-axios/documented/',
      'src/app/documentation/pages/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [eslint.configs.recommended, ...tseslint.configs.strict, ...tseslint.configs.stylistic],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // strict indexing asks for it where a line above has made sure
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^(_|D$|P$)' }], // D, P: axios's type parameters, which an augmentation repeats
      '@typescript-eslint/no-invalid-void-type': 'off', // a callback that may answer nothing is `=> X | void`
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  {
    files: ['projects/**/*.ts', 'src/**/*.ts', 'e2e/flows/**/*.ts', 'e2e/ssr/app/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
  },
  { files: ['**/*.html'], extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility] },
  {
    files: ['projects/ngx-axios/session/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/public-api.ts'],
    rules: mayNotImport(NO_AXIOS, NO_HTTP_CLIENT, NO_CLIENT, NO_PROVIDERS, NO_GUARD, NO_TESTING),
  },
  {
    files: ['projects/ngx-axios/session/guard/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: mayNotImport(NO_AXIOS, NO_HTTP_CLIENT, NO_CLIENT, NO_TESTING),
  },
  {
    files: ['projects/ngx-axios/http/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/public-api.ts'],
    rules: mayNotImport(BY_NAME, NO_PROVIDERS, NO_AXIOS, NO_AXIOS_CLIENT, NO_TESTING),
  },
  {
    files: ['projects/ngx-axios/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/public-api.ts', '**/axios-module.ts', '**/provide-axios-client.ts'],
    rules: mayNotImport(BY_NAME, NO_PROVIDERS, NO_HTTP_CLIENT, NO_TESTING),
  },
  {
    files: ['projects/ngx-axios/testing/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/public-api.ts'],
    rules: mayNotImport(BY_NAME_FROM_OUTSIDE, NO_PROVIDERS, NO_HTTP_CLIENT),
  },
  { files: ['projects/ngx-axios/schematics/**/*.ts'], rules: mayNotImport(NO_LIBRARY) },
);
