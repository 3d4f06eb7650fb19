/** What the page shows, as a value that nobody is told of: zone.js has Angular look whenever something has happened. */
export function field<T>(value: T): { (): T; set: (next: T) => void } {
  return Object.assign(() => value, { set: (next: T) => void (value = next) });
}
