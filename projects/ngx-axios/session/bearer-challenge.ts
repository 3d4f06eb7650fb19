/** Longer headers are cut: nothing in them is worth the time. */
const LONGEST_HEADER = 8_192;

/** A name, and after `=` its value, plain or quoted. Sticky and without ambiguity, so that reading stays linear. */
const NAME_AND_VALUE = /[\s,]*([^\s,="]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/y;

/**
 * The `error` of the Bearer challenge in a `WWW-Authenticate` header (RFC 6750 section 3, RFC 9110 section 11.6.1);
 * `undefined` when there is none. Never throws, whatever the header holds.
 */
export function bearerError(header: string | null): string | undefined {
  const challenges = header?.slice(0, LONGEST_HEADER) ?? '';
  let isBearer = false;
  NAME_AND_VALUE.lastIndex = 0;
  for (let found; (found = NAME_AND_VALUE.exec(challenges));) {
    const [, name = '', quoted, plain] = found;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) isBearer = name.toLowerCase() === 'bearer';
    else if (isBearer && name.toLowerCase() === 'error') return value;
  }

  return undefined;
}
