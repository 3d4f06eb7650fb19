import type { Network, Open, Tokens } from './contender.ts';

/** The shortest way there is, written for this one server: a 401 first, then one refresh for all. */
export const handWritten: Open = (network, tokens) => {
  let held = tokens;
  let refreshing: Promise<void> | undefined;
  const send = (url: string) =>
    fetch(network.baseURL + url, { headers: { Authorization: `Bearer ${held.accessToken}` } });
  const refresh = async () => {
    held = await refreshed(network, held.refreshToken);
  };

  return {
    get: async (url) => {
      const first = await send(url);
      if (first.status !== 401) return first.json() as Promise<unknown>;
      await (refreshing ??= refresh());

      return (await send(url)).json() as Promise<unknown>;
    },
  };
};

/** The shortest way where it is known that the token has run out: one refresh, and everything after it. */
export const handWrittenRefreshFirst: Open = (network, tokens) => {
  let fresh: Promise<Tokens> | undefined;

  return {
    get: async (url) => {
      const { accessToken } = await (fresh ??= refreshed(network, tokens.refreshToken));
      const answer = await fetch(network.baseURL + url, { headers: { Authorization: `Bearer ${accessToken}` } });

      return answer.json() as Promise<unknown>;
    },
  };
};

async function refreshed({ baseURL }: Network, refreshToken: string): Promise<Tokens> {
  const answer = await fetch(`${baseURL}/auth/refresh`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  });

  return (await answer.json()) as Tokens;
}
