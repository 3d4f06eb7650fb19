/** What is compared, by the names of their files. */
export const OURS = ['axios-client', 'axios-ref', 'http-client'] as const;
export const CONTROL = 'plain-axios';
export const OTHERS = [
  'axios-auth-refresh',
  'axios-auth-refresh-each',
  'axios-jwt',
  'ngx-auth',
  'alova',
  'behavior-subject',
  'recipe-a',
  'recipe-a-as-meant',
  'recipe-b',
  'recipe-c',
  'recipe-d',
  'recipe-e',
] as const;
