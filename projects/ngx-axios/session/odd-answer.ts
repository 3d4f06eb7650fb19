/** Has a word for the developer: what looks like an outage to the user may be a mistake in the application. */
export function warnOfOddAnswer({ status }: Error & { status?: number }): void {
  if (status === undefined || status < 300 || status >= 500 || status === 408 || status === 429) return;

  console.warn(
    `ngx-axios: the refresh was answered ${status}, which neither renews nor refuses, so the session stays. Is it sent where and how the server wants it? If this means that the session is over, say so with \`refused\`.`,
  );
}
