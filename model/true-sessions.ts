import type { Library } from './library.ts';
import type { User } from './strict-server.ts';
import { accessTokenOf, type Tokens } from './tokens.ts';

type Reason = Library.SessionEndReason;

/** One session as it really is, whatever the client believes. */
export interface TrueSession {
  readonly number: number;
  readonly user: User;
  subject: string | undefined;
  tokens: Tokens;
  /** The client knows that the server refuses its access token. */
  isRefused: boolean;
  /** The application itself has asked for other tokens than these. */
  wasAskedFor: boolean;
  /** It has been refreshed before its time, which must not happen twice to the same tokens. */
  wasRefreshedEarly: boolean;
  /** Until then the server must not be asked for a refresh. */
  pausesUntil: number;
  /** The access tokens that it has had, in order. */
  readonly had: string[];
  /** When access tokens turned out to be useless: refused although they were fresh, each newer than the one before. */
  readonly uselessAt: number[];
  /** The same, as far as the client must know by now: it takes some microtasks until it has noticed. */
  uselessKnown: readonly number[];
  /** Which of the tokens that it has had was the last to turn out so. */
  lastUseless: number;
  endedFor?: Reason;
}

const UNTROUBLED = { isRefused: false, wasAskedFor: false, wasRefreshedEarly: false, pausesUntil: 0 };

/** Who is signed in, and which sessions are over: told by what the application does and what the server answers. */
export class TrueSessions {
  live: TrueSession | undefined;
  readonly #byFamily = new Map<string, TrueSession>();
  /** Ended, and the client has not said so yet. */
  readonly #untold: TrueSession[] = [];
  #count = 0;
  #mayEnd: Reason | undefined;

  /** Somebody signs in: the same subject goes on with the session, anybody else replaces it. */
  begin(user: User, subject: string | undefined, tokens: Tokens): void {
    if (this.live && subject !== undefined && subject === this.live.subject) {
      this.#replace(tokens);
    } else {
      this.end('replaced');
      this.live = {
        number: ++this.#count,
        user,
        subject,
        tokens,
        ...UNTROUBLED,
        had: [],
        uselessAt: [],
        uselessKnown: [],
        lastUseless: -1,
      };
    }
    this.#byFamily.set(tokens.family, this.live);
    this.live.had.push(accessTokenOf(tokens));
  }

  /** The live session goes on with other tokens. */
  renew(tokens: Tokens): void {
    this.#replace(tokens);
    this.live!.had.push(accessTokenOf(tokens));
  }

  #replace(tokens: Tokens): void {
    const subject = tokens.subject ?? this.live!.subject;
    this.#mayEnd = undefined;
    Object.assign(this.live!, UNTROUBLED, { tokens, subject });
  }

  /** The live session, if there is one, is over. */
  end(reason: Reason): void {
    if (!this.live) return;

    this.#mayEnd = undefined;
    this.live.endedFor = reason;
    this.#untold.push(this.live);
    this.live = undefined;
  }

  /** The live session may be over or not; the client decides. */
  mayEnd(reason: Reason): void {
    this.#mayEnd = reason;
  }

  /** The client says that a session has ended. Whether there is one of which that is true and not yet said. */
  told(reason: Reason): boolean {
    if (reason === this.#mayEnd) this.end(reason);
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
