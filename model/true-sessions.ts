import type { Library } from './library.ts';
import type { User } from './strict-server.ts';

type Reason = Library.SessionEndReason;

/** What the client was handed last. */
export interface Tokens {
  /** The sign-in at the server. The same subject signing in again goes on with the session, in a family of its own. */
  readonly family: string;
  /** Counts the access tokens of the family. */
  readonly serial: number;
  readonly refreshToken: string | undefined;
  /** When the access token runs out, as far as the client was told; on the monotonic clock. */
  readonly runsOutAt: number;
}

/** One session as it really is, whatever the client believes. */
export interface TrueSession {
  readonly number: number;
  readonly user: User;
  readonly subject: string | undefined;
  tokens: Tokens;
  /** The client knows that the server refuses its access token. */
  isRefused: boolean;
  /** Until then the server must not be asked for a refresh. */
  pausesUntil: number;
  endedFor?: Reason;
}

/** Who is signed in, and which sessions are over: told by what the application does and what the server answers. */
export class TrueSessions {
  live: TrueSession | undefined;
  readonly #byFamily = new Map<string, TrueSession>();
  /** Ended, and the client has not said so yet. */
  readonly #untold: TrueSession[] = [];
  #count = 0;

  /** Somebody signs in: the same subject goes on with the session, anybody else replaces it. */
  begin(user: User, subject: string | undefined, tokens: Tokens): void {
    if (this.live && subject !== undefined && subject === this.live.subject) {
      this.renew(tokens);
    } else {
      this.end('replaced');
      this.live = { number: ++this.#count, user, subject, tokens, isRefused: false, pausesUntil: 0 };
    }
    this.#byFamily.set(tokens.family, this.live);
  }

  /** The live session goes on with other tokens. */
  renew(tokens: Tokens): void {
    Object.assign(this.live!, { tokens, isRefused: false, pausesUntil: 0 });
  }

  /** The live session, if there is one, is over. */
  end(reason: Reason): void {
    if (!this.live) return;

    this.live.endedFor = reason;
    this.#untold.push(this.live);
    this.live = undefined;
  }

  /** The client says that a session has ended. Whether there is one of which that is true and not yet said. */
  told(reason: Reason): boolean {
    const index = this.#untold.findIndex(({ endedFor }) => endedFor === reason);
    if (index < 0) return false;
    this.#untold.splice(index, 1);

    return true;
  }

  get untold(): readonly TrueSession[] {
    return this.#untold;
  }

  of(family: string): TrueSession | undefined {
    return this.#byFamily.get(family);
  }

  /** The live session when this is the family it goes on with. */
  liveIn(family: string | undefined): TrueSession | undefined {
    return this.live?.tokens.family === family ? this.live : undefined;
  }
}
