import { createHash, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Ledger } from './counts.ts';
import type { Database, User } from './database.ts';

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface AccessTokenVerdict {
  /** The sign-in it belongs to, also when it has expired; `undefined` for a token that is not ours. */
  readonly family?: string;
  /** Who may act; `undefined` when the token is not good. */
  readonly user?: User;
}

/** Issues, rotates and judges tokens. A refresh token is good once; presented again, all of its family are revoked at once. */
export class Tokens {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #accessLifetime: number;
  readonly #key = randomBytes(32);

  /** @param accessLifetime In seconds. */
  constructor(db: Database, ledger: Ledger, accessLifetime: number) {
    this.#db = db;
    this.#ledger = ledger;
    this.#accessLifetime = accessLifetime;
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
    this.#ledger.of(found.family).refreshes++;

    return this.#issue(found.family);
  }

  revoke(family: string): void {
    this.#db.revoke(family);
  }

  async judge(accessToken: string): Promise<AccessTokenVerdict> {
    try {
      const { payload } = await jwtVerify(accessToken, this.#key, { algorithms: ['HS256'] });
      const family = String(payload['family']);
      const { revoked, lowestSerial } = this.#db.family(family) ?? { revoked: 1, lowestSerial: 0 };
      const good = revoked === 0 && Number(payload['serial']) >= lowestSerial;

      return { family, ...(good ? { user: this.#db.userOf(family) } : {}) };
    } catch (error) {
      return error instanceof errors.JWTExpired ? { family: String(error.payload['family']) } : {};
    }
  }

  async #issue(family: string): Promise<IssuedTokens> {
    const refreshToken = randomBytes(32).toString('base64url');
    this.#db.addRefreshToken(hashOf(refreshToken), family);
    const now = Date.now() / 1000;
    const accessToken = await new SignJWT({ family, serial: this.#db.nextSerial(family) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(now)
      .setExpirationTime(now + this.#accessLifetime)
      .sign(this.#key);

    return { accessToken, refreshToken, expiresIn: this.#accessLifetime };
  }
}

function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('base64url');
}
