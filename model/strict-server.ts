import type { FoundToken } from '../server/journal.ts';

export type User = 'ada' | 'grace';

/** What a sign-in and a refresh answer. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Seconds. */
  readonly expiresIn?: number;
  readonly subject?: string;
}

interface Family {
  readonly user: User;
  revoked: boolean;
  /** The serials of the newest tokens. */
  access: number;
  refresh: number;
  /** Access tokens below this count as expired. */
  lowestGood: number;
  /** When each access token runs out, on the server's own clock. */
  readonly runsOutAt: number[];
}

const TOKEN = /(access|refresh)-(f\d+)-(\d+)/g;

/**
 * The strictest server there may be: refresh tokens are good once, and one that is presented again revokes all that came of
 * its sign-in, at once and without any grace (RFC 9700 section 4.14.2).
 */
export class StrictServer {
  readonly #families = new Map<string, Family>();
  readonly #lifetime: number;
  readonly #now: () => number;

  /** @param lifetime Of an access token, in milliseconds. */
  constructor(lifetime: number, now: () => number) {
    this.#lifetime = lifetime;
    this.#now = now;
  }

  /** Begins a family: somebody has signed in. */
  signIn(user: User): IssuedTokens {
    const family = `f${this.#families.size + 1}`;
    this.#families.set(family, { user, revoked: false, access: 0, refresh: 1, lowestGood: 1, runsOutAt: [0] });

    return { ...this.issueAccess(family), refreshToken: `refresh-${family}-1` };
  }

  /** Fresh tokens for a refresh token, or `null` when it is not good. */
  rotate(refreshToken: string): IssuedTokens | null {
    const found = this.#family(refreshToken);
    if (!found || found.family.revoked) return null;
    if (this.isSpent(refreshToken)) {
      found.family.revoked = true;
      return null;
    }
    found.family.refresh++;

    return { ...this.issueAccess(found.name), refreshToken: `refresh-${found.name}-${found.family.refresh}` };
  }

  /** A fresh access token, the refresh token staying what it is. */
  issueAccess(name: string): { accessToken: string; expiresIn: number } {
    const family = this.#families.get(name)!;
    family.access++;
    family.runsOutAt.push(this.#now() + this.#lifetime);

    return { accessToken: `access-${name}-${family.access}`, expiresIn: this.#lifetime / 1000 };
  }

  /** Who may act with this access token; `undefined` when it is not good. */
  judge(accessToken: string): User | undefined {
    const found = this.#family(accessToken);
    if (!found || found.family.revoked) return undefined;
    const { serial, family } = found;

    return serial >= family.lowestGood && this.#now() < family.runsOutAt[serial]! ? family.user : undefined;
  }

  userOf(token: string): User {
    return this.#family(token)!.family.user;
  }

  /** Makes every access token that the family has count as expired. */
  expireAccessTokens(name: string): void {
    const family = this.#families.get(name)!;
    family.lowestGood = family.access + 1;
  }

  revoke(name: string): void {
    this.#families.get(name)!.revoked = true;
  }

  /** Whether the family can still get fresh tokens with this refresh token. */
  isGood(refreshToken: string): boolean {
    return this.#family(refreshToken)?.family.revoked === false && !this.isSpent(refreshToken);
  }

  isSpent(refreshToken: string): boolean {
    const found = this.#family(refreshToken);

    return found !== undefined && found.serial < found.family.refresh;
  }

  /** The tokens in one part of a request. */
  find(text: string, where: FoundToken['where']): FoundToken[] {
    return Array.from(text.matchAll(TOKEN), ([token, kind, family, serial]) => ({
      kind: kind as FoundToken['kind'],
      family: family!,
      serial: Number(serial),
      where,
      spent: kind === 'refresh' && this.isSpent(token),
    }));
  }

  #family(token: string): { name: string; family: Family; serial: number } | undefined {
    const [, name = '', serial] = token.split('-');
    const family = this.#families.get(name);

    return family && { name, family, serial: Number(serial) };
  }
}
