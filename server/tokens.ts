import { createHash, randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Ledger } from './counts.ts';
import type { Database, User } from './database.ts';
import type { Journal } from './journal.ts';

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds; absent where the tokens say nothing of themselves. */
  readonly expiresIn?: number;
}

/** How tokens are issued. */
export interface TokenPolicy {
  /** Lifetime of an access token in seconds. */
  readonly accessLifetime: number;
  /** The client can tell nothing from an access token, and is not told when it runs out. */
  readonly opaque: boolean;
  /** A refresh revokes the access token before. */
  readonly revokesPrevious: boolean;
}

/** A timer may come a little early. In milliseconds. */
const SURELY_OVER = 10;
/** What is longer fires at once. In milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What an access token of this server says, whether it is still good or not. */
export interface AccessClaims {
  /** The sign-in it belongs to. */
  readonly family: string;
  /** Its number in its family. */
  readonly serial: number;
  /** When it expires, in seconds. */
  readonly exp: number;
}

/** Issues, rotates and judges tokens. A refresh token is good once; presented again, all of its family are revoked at once. */
export class Tokens {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #policy: TokenPolicy;
  /** The newest access token of each family. */
  readonly #newest = new Map<string, AccessClaims>();
  readonly #journal: Journal | undefined;
  readonly #key = randomBytes(32);

  constructor(db: Database, ledger: Ledger, policy: TokenPolicy, journal?: Journal) {
    this.#db = db;
    this.#ledger = ledger;
    this.#policy = policy;
    this.#journal = journal;
  }

  /** Begins a family: somebody has signed in. */
  begin(user: User): Promise<IssuedTokens & { family: string }> {
    const family = randomBytes(12).toString('base64url');
    this.#db.addFamily(family, user.id);

    return this.#issue(family).then((tokens) => ({ ...tokens, family }));
  }

  /** The family of a refresh token, used up or not. */
  familyOf(refreshToken: string | undefined): string | undefined {
    return refreshToken === undefined ? undefined : this.#db.refreshToken(hashOf(refreshToken))?.family;
  }

  /** The how-many-th refresh token of its family one is. */
  serialOf(refreshToken: string): number {
    return this.#db.serialOf(hashOf(refreshToken));
  }

  isUsedUp(refreshToken: string): boolean {
    return this.#db.refreshToken(hashOf(refreshToken))?.used === 1;
  }

  /** Fresh tokens for a refresh token (RFC 9700 section 4.14.2), or `null` when it is not good. */
  async rotate(refreshToken: string): Promise<IssuedTokens | null> {
    const hash = hashOf(refreshToken);
    const found = this.#db.refreshToken(hash);
    if (!found || this.#db.family(found.family)?.revoked !== 0) return null;

    if (found.used) {
      this.#ledger.of(found.family).reuse++;
      this.#db.revoke(found.family);
      return null;
    }
    this.#db.useUp(hash);
    this.#journal?.usedUp(refreshToken);
    const counts = this.#ledger.of(found.family);
    counts.refreshes++;
    const newest = this.#newest.get(found.family); // none, when the server was started again meanwhile
    if (!newest || !this.userOf(newest)) counts.ranOut++;
    if (this.#policy.revokesPrevious) this.#db.expireAccessTokens(found.family);

    return this.#issue(found.family);
  }

  revoke(family: string): void {
    this.#db.revoke(family);
  }

  /** What an access token says; `undefined` for one that is not ours. */
  async read(accessToken: string): Promise<AccessClaims | undefined> {
    try {
      const jwt = this.#policy.opaque ? Buffer.from(accessToken, 'base64url').toString() : accessToken;
      const { payload } = await jwtVerify<AccessClaims>(jwt, this.#key, {
        algorithms: ['HS256'],
        clockTolerance: Number.MAX_SAFE_INTEGER, // whether it has run out is another question
      });

      return payload;
    } catch {
      return undefined;
    }
  }

  /** Who may act with an access token now; `undefined` when it is not, or no longer, good. */
  userOf({ family, serial, exp }: AccessClaims): User | undefined {
    const { revoked, lowestSerial } = this.#db.family(family) ?? { revoked: 1, lowestSerial: 0 };
    const good = revoked === 0 && serial >= lowestSerial && Date.now() < exp * 1000;

    return good ? this.#db.userOf(family) : undefined;
  }

  /** Tells once when an access token stops being good. Answers what ends the watch before. */
  whenOver(claims: AccessClaims, tell: () => void): () => void {
    const look = () => {
      if (this.userOf(claims)) return;
      stop();
      tell();
    };
    const timer = setTimeout(look, Math.min(claims.exp * 1000 - Date.now() + SURELY_OVER, LONGEST_TIMER));
    const unwatch = this.#db.watchFamily(claims.family, look);
    const stop = () => {
      clearTimeout(timer);
      unwatch();
    };

    return stop;
  }

  async #issue(family: string): Promise<IssuedTokens> {
    const refreshToken = randomBytes(32).toString('base64url');
    this.#db.addRefreshToken(hashOf(refreshToken), family);
    const now = Date.now() / 1000;
    const serial = this.#db.nextSerial(family);
    const exp = now + this.#policy.accessLifetime;
    const jwt = await new SignJWT({ family, serial })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(now)
      .setExpirationTime(exp)
      .sign(this.#key);
    const accessToken = this.#policy.opaque ? Buffer.from(jwt).toString('base64url') : jwt;
    this.#newest.set(family, { family, serial, exp });
    this.#journal?.issued(refreshToken, { kind: 'refresh', family, serial });
    this.#journal?.issued(accessToken, { kind: 'access', family, serial });

    return { accessToken, refreshToken, ...(this.#policy.opaque ? {} : { expiresIn: this.#policy.accessLifetime }) };
  }
}

function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('base64url');
}
