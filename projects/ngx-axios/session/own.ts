/** Own fields only, so that a polluted prototype cannot hand in a token. */
export function own(object: object, field: string): unknown {
  return Object.hasOwn(object, field) ? (object as Record<string, unknown>)[field] : undefined;
}
