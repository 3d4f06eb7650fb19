/** A copy that has its own members and no others, so that a polluted `Object.prototype` adds none. */
export function bare<T extends object>(object: T): T {
  return Object.assign(Object.create(null), object);
}
