/** The URL of a request of a client that has no base URL of its own. */
export function within(prefix: string, url: string): string {
  return /^(\w+:)?\/\//.test(url) ? url : prefix + url;
}
