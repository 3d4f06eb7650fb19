import { AnySessionOptions } from './session-options';
import { isSecure } from './allowed-origins';

const KINDS = ['body', 'cookies', 'access-in-memory'];
const STORES = ['memory', 'sessionStorage', 'localStorage'];

/** Says what is wrong with the options, and the fix. For development: in production the same options have been checked. */
export function checkOptions(options: AnySessionOptions, where: string): void {
  const wrong = (option: string, fix: string): never => {
    throw new Error(`${where}: \`${option}\` ${fix}`);
  };
  const { tokens, refresh, store, restore, authorize, origins, deadline, patience, login, whenUnknown } = options;

  if (!KINDS.includes(tokens))
    wrong('tokens', `is ${quote(tokens)}; it must be one of ${KINDS.map(quote).join(', ')}.`);
  if (typeof refresh !== 'function') {
    wrong(
      'refresh',
      'is missing; give a function that answers the next token set, or `null` when there is nothing to refresh with.',
    );
  }
  if (store !== undefined && tokens !== 'body') {
    wrong(
      'store',
      `contradicts \`tokens: ${quote(tokens)}\`, which keeps no token where a store could reach it; remove one of them.`,
    );
  }
  if (typeof store === 'string' && !STORES.includes(store)) {
    wrong(
      'store',
      `is ${quote(store)}; it must be one of ${STORES.map(quote).join(', ')}, or an object with \`read\`, \`write\` and \`clear\`.`,
    );
  }
  if (restore !== undefined && tokens === 'body') {
    wrong('restore', "contradicts `tokens: 'body'`, whose `store` says what outlives the page; use `store`.");
  }
  if (authorize !== undefined && tokens === 'cookies') {
    wrong('authorize', "contradicts `tokens: 'cookies'`, where the browser attaches the token; remove it.");
  }
  for (const origin of origins ?? []) {
    const parsed = URL.canParse(origin)
      ? new URL(origin)
      : wrong('origins', `has ${quote(origin)}, which is no absolute URL; write it like "https://api.example.com".`);
    if (parsed.origin !== origin.replace(/\/$/, '')) {
      wrong('origins', `has ${quote(origin)}, which is more than an origin; write ${quote(parsed.origin)}.`);
    }
    if (!isSecure(parsed)) {
      wrong('origins', `has ${quote(origin)}: tokens only go over https:, or to localhost; use https:.`);
    }
  }
  for (const [option, value] of Object.entries({ deadline, patience })) checkDuration(option, value, where);
  if (typeof login === 'string' && !/^\/(?![/\\])/.test(login)) {
    wrong('login', `is ${quote(login)}; give a path of this application that begins with "/", or a function.`);
  }
  if (whenUnknown !== undefined && !['wait', 'enter', 'login'].includes(whenUnknown)) {
    wrong('whenUnknown', `is ${quote(whenUnknown)}; it must be "wait", "enter" or "login".`);
  }
}

/** Says what is wrong with a number of milliseconds. */
export function checkDuration(option: string, value: number | undefined, where: string): void {
  if (value !== undefined && !(value > 0 && value < 2 ** 31)) {
    throw new Error(`${where}: \`${option}\` is ${value}; give milliseconds above zero.`);
  }
}

function quote(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
