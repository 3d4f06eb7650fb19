import axios from 'axios';
import type { Stamp } from '../server/journal.ts';
import { violations } from '../server/invariants.ts';
import type { Ask, Outcome } from './ask.ts';
import type { KnownDefect } from './known-defects.ts';
import type { Library } from './library.ts';
import { Refreshes, type Refresh } from './refreshes.ts';
import { SIGHTS, type Sight } from './sights.ts';
import type { IssuedTokens, User } from './strict-server.ts';
import { TrueSessions, type Tokens } from './true-sessions.ts';
import { hostOf, HOME, type Call, type Wire } from './wire.ts';

/** What the witness must know of the world that it watches. */
export interface World {
  readonly library: typeof Library;
  readonly wire: Wire;
  readonly now: () => number;
  /** The client's own limits, in milliseconds. */
  readonly deadline: number;
  readonly patience: number;
  /** What not to speak of. */
  readonly known: ReadonlySet<KnownDefect>;
}

/** A second, less half of it at most. */
const SHORTEST_PAUSE = 500;
/** A server may not ask for more than an hour. */
const LONGEST_RETRY_AFTER = 3_600_000;
const HOSTS = new Set([new URL(HOME).host]);

/**
 * Knows the truth and holds what the client does against it. Whatever it finds is a defect.
 *
 * The truth comes from what the application did and what the server answered, never from what the client says of itself.
 */
export class Witness {
  readonly findings: string[] = [];
  readonly sessions = new TrueSessions();
  readonly asks: Ask[] = [];
  readonly sights = new Set<Sight>();
  readonly #refreshes: Refreshes;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.#refreshes = new Refreshes(3 * world.deadline);
    world.wire.onSend = (call) => this.#sent(call);
  }

  find(what: string): void {
    this.findings.push(what);
  }

  /** The application signs somebody in. */
  signsIn(user: User, subject: string | undefined, tokens: IssuedTokens): void {
    if (this.sessions.live?.subject === subject && subject) this.sights.add('a sign-in of the same subject');
    this.sessions.begin(user, subject, this.#read(tokens)!);
  }

  /** The client says that a session has ended. */
  ended({ reason, afterLostResponse }: Library.SessionEnd): void {
    this.sights.add(`ended: ${reason as Exclude<typeof reason, 'signed-out-elsewhere' | 'identity-changed'>}`);
    if (!this.sessions.told(reason)) this.find(`ended$ says "${reason}", and no session has ended so`);
    if (afterLostResponse && !this.#refreshes.all.at(-1)?.wasLostBefore) this.find('ended$ tells of a lost response');
  }

  /** The application is asked to refresh. */
  refreshing({ refreshToken }: Library.TokenSet): Refresh | null {
    const { live } = this.sessions;
    if (refreshToken === undefined) {
      if (!live) this.find('a refresh without a session');
      this.sessions.end('no-refresh-token');
      return null;
    }
    const now = this.#world.now();
    if (!live || live.tokens.refreshToken !== refreshToken) this.find(`refreshes with ${refreshToken}, which is over`);
    else if (now < live.pausesUntil) this.find(`refreshes ${live.pausesUntil - now} ms before the server may be asked`);
    else if (!live.isRefused && now < live.tokens.runsOutAt && !this.#isAskedFor())
      this.find('refreshes, and nothing has expired');

    // One of a session that is just ending may be hung up on a moment later, but no token goes out twice.
    if (this.#refreshes.open.some(({ token }) => token === refreshToken))
      this.find(`refreshes with ${refreshToken} twice`);

    return this.#refreshes.begin(refreshToken, live, now);
  }

  /** The application hands the answer to a refresh to the client. */
  refreshed(refresh: Refresh, answer: unknown): void {
    this.#seeWhoWaits(refresh);
    const tokens = this.#read(answer as IssuedTokens, refresh.token);
    if (!tokens) return this.#unavailable(refresh, pauseAfter(undefined));

    refresh.outcome = 'refreshed';
    if (tokens.refreshToken !== refresh.token) refresh.successor = tokens.refreshToken;
    if (this.sessions.liveIn(tokens.family)) this.sessions.renew(tokens);
  }

  /** The application hands the failure of a refresh to the client. */
  failed(refresh: Refresh, failure: unknown): void {
    const response = axios.isAxiosError(failure) ? failure.response : undefined;
    const type = String(response?.headers['content-type']);
    if (response && [400, 401, 403].includes(response.status) && !type.startsWith('text/html')) {
      refresh.outcome = 'refused';
      if (refresh.session === this.sessions.live) this.sessions.end('refused');
      return;
    }
    if (!response) refresh.isLost = true;
    this.#unavailable(refresh, pauseAfter(response?.headers['retry-after']));
  }

  /** The client hangs up on a refresh. */
  leftAlone(refresh: Refresh): void {
    if (refresh.outcome) return;

    refresh.hungUpAt = this.#world.now();
    const isGivenUp = this.#refreshes.isGivenUp(refresh);
    this.sights.add(isGivenUp ? 'a refresh given up after its hard limit' : 'a refresh cut short by signing in or out');
  }

  /** Something that was asked for is settled. */
  settled(ask: Ask, outcome: Outcome): void {
    if (ask.outcome) this.find(`${nameOf(ask)} settles twice`);
    if (ask.givenUp === 'unsubscribed') this.find(`${nameOf(ask)} settles after it was unsubscribed`);
    ask.outcome = outcome;
    const problem = 'value' in outcome ? this.#problemOfValue(ask, outcome.value) : this.#problemOf(ask, outcome.error);
    if (problem) this.find(`${nameOf(ask)} ${problem}`);
  }

  /** An answer is about to be delivered. */
  delivers(call: Call): void {
    const ask = call.kind === 'request' ? this.asks[call.number] : undefined;
    if (!ask) return;

    ask.waitsSince = this.#world.now();
    const { live } = this.sessions;
    const { family, serial } = live?.tokens ?? {};
    if (!live || call.answer?.status !== 401) return;

    if (call.token === `access-${family}-${serial}`) live.isRefused = true;
    else if (call.token.startsWith(`access-${family}-`)) this.sights.add('a late 401');
  }

  /** Looks around when all microtasks have run. */
  lookAround(session: Library.Session): void {
    const { wire, patience, deadline, now } = this.#world;
    const open = wire.open;
    const refreshes = this.#refreshes.open.length;
    const signsOut = open.some(({ kind }) => kind === 'sign-out');
    const { live, untold } = this.sessions;
    if (refreshes > 1) this.find(`${refreshes} refreshes are in flight`);
    for (const { number, endedFor } of untold) this.find(`ended$ is silent about session ${number}: ${endedFor}`);
    if (session.signedIn() !== (live !== undefined)) this.find(`signedIn() is ${session.signedIn()}`);
    if (session.state().refreshing && refreshes === 0) this.find('state() says refreshing, and nothing is');

    for (const ask of this.asks) {
      const call = open.find(({ kind, number }) => kind === 'request' && number === ask.number);
      if (ask.givenUp && call) this.find(`${nameOf(ask)} is still on the wire after it was ${ask.givenUp}`);
      if (ask.givenUp === 'aborted' && !ask.outcome) this.find(`${nameOf(ask)} was aborted and does not settle`);
      if (ask.outcome || ask.givenUp || call) continue;

      const waited = now() - ask.waitsSince;
      if (!(ask.what === 'sign-out' ? signsOut : refreshes > 0)) this.find(`${nameOf(ask)} waits for nothing`);
      if (ask.session?.endedFor) this.find(`${nameOf(ask)} waits although its session ended: ${ask.session.endedFor}`);
      if (waited > (ask.what === 'request' ? patience : deadline)) this.find(`${nameOf(ask)} has waited ${waited} ms`);
    }
  }

  /** What must be said of a request that was made when all trouble was over. */
  expectAnswer({ outcome, ...ask }: Ask): void {
    if (!outcome || 'error' in outcome)
      this.find(`${nameOf(ask)}, made when all was well, fails: ${String(outcome?.error)}`);
  }

  /** Judges what arrived at the server. */
  judge(): void {
    for (const { invariant, arrival } of violations(this.#world.wire.arrivals, HOSTS)) {
      if (invariant === 'reuse' && this.#isExcused(arrival.body, arrival.url)) {
        this.sights.add('a refresh token presented again after a lost answer');
        continue;
      }

      this.find(`${invariant}: ${arrival.method} ${arrival.url} ${JSON.stringify([arrival.tokens, arrival.stamp])}`);
    }
  }

  #isExcused(body: string, url: string): boolean {
    const { refreshToken } = JSON.parse(body) as { refreshToken: string };
    // Signing out takes back what the client holds, which the server may already have exchanged for what never came.
    return url.endsWith('/sign-out')
      ? !this.#refreshes.hasSuccessor(refreshToken)
      : this.#refreshes.excuse(refreshToken);
  }

  #sent(call: Call): Stamp | undefined {
    if (call.kind !== 'request') return undefined;

    const ask = this.asks[call.number]!;
    const owner = this.sessions.of(call.token.split('-')[1] ?? '');
    ask.sends++;
    ask.session ??= owner;
    if (ask.outcome || ask.givenUp) this.find(`${nameOf(ask)} is sent although nobody waits for it`);
    if (ask.once && ask.sends > 1) this.find(`${nameOf(ask)} is sent again`);
    if (owner?.endedFor) this.find(`${nameOf(ask)} is sent with ${call.token}, whose session ended: ${owner.endedFor}`);
    const { family, serial } = ask.session?.tokens ?? {};

    return { client: 'page', exchange: String(ask.number), session: family, newest: serial };
  }

  #seeWhoWaits({ startedAt }: Refresh): void {
    const { wire, deadline, now } = this.#world;
    const onTheWire = new Set(wire.open.map(({ number }) => number));
    const waiting = this.asks.filter((ask) => !ask.outcome && !ask.givenUp && !onTheWire.has(ask.number));
    if (waiting.length > 1) this.sights.add('several wait for one refresh');
    if (now() - startedAt > deadline) this.sights.add('an answer after the deadline');
  }

  #unavailable(refresh: Refresh, pause: number): void {
    refresh.outcome = 'unavailable';
    const { deadline, known, now } = this.#world;
    if (known.has('late failures are forgotten') && now() - refresh.startedAt >= deadline) return;
    if (refresh.session) refresh.session.pausesUntil = now() + pause;
  }

  /** Reads what a sign-in or a refresh answered; `undefined` when it is no token set. */
  #read({ accessToken, refreshToken, expiresIn = Infinity }: IssuedTokens, before?: string): Tokens | undefined {
    const [, family, serial] = /^access-(\w+)-(\d+)$/.exec(accessToken) ?? [];
    if (!family) return undefined;

    const runsOutAt = this.#world.now() + expiresIn * 1000;

    return { family, serial: Number(serial), refreshToken: refreshToken ?? before, runsOutAt };
  }

  /** Whether the application has asked for a refresh itself. */
  #isAskedFor(): boolean {
    return this.asks.some(({ what, outcome, givenUp }) => what === 'refresh' && !outcome && givenUp !== 'aborted');
  }

  #problemOfValue(ask: Ask, value: unknown): string | undefined {
    if (ask.what !== 'request') return undefined;
    if (ask.sends === 2) this.sights.add('sent twice and answered');

    const { user, number } = value as { user?: unknown; number?: unknown };
    if (number !== ask.number) return `is answered with what ${String(number)} asked for`;
    if (ask.session && user !== ask.session.user) return `of ${ask.session.user} is answered for ${String(user)}`;

    return undefined;
  }

  #problemOf(ask: Ask, error: unknown): string | undefined {
    const { isNotReplayableError, isSessionEndedError, isRefreshUnavailableError } = this.#world.library;
    const name = (error as Partial<Error> | undefined)?.name as Sight;
    if (SIGHTS.includes(name)) this.sights.add(name);
    if (axios.isCancel(error)) return ask.givenUp === 'aborted' ? undefined : 'is cancelled by nobody';
    if (isSessionEndedError(error)) return problemOfEnd(ask, error);
    if (isRefreshUnavailableError(error)) {
      const limit = Math.min(this.#world.patience, this.#world.deadline);
      const hadOne = this.#refreshes.hadOutage(ask.session, limit, this.#world.now());
      if (ask.what === 'refresh' && this.#world.known.has('joining an outage')) return undefined;

      return hadOne ? undefined : 'is told of an outage that was none';
    }
    if (isNotReplayableError(error))
      return ask.once && ask.sends === 1 ? undefined : 'is told that it cannot be sent again';
    if (!axios.isAxiosError(error)) return `fails with ${String(error)}`;

    const isHelpless = ask.session?.endedFor === 'no-refresh-token';
    const couldBeHelped = error.response?.status === 401 && ask.session && ask.sends === 1 && !isHelpless;

    return couldBeHelped && HOSTS.has(hostOf(error.config!)) ? 'is told of its 401 without a refresh' : undefined;
  }
}

function problemOfEnd({ session }: Ask, { reason }: Library.SessionEndedError): string | undefined {
  if (!session) return undefined;
  if (!session.endedFor) return `is told that its session ended (${reason}), and it is live`;

  return session.endedFor === reason ? undefined : `is told that its session ended: ${reason}, not ${session.endedFor}`;
}

/** How long the server must be left alone at least: as it asks for, or for the shortest pause that the library promises. */
function pauseAfter(asked: unknown): number {
  if (typeof asked !== 'string') return SHORTEST_PAUSE;

  const pause = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();

  return Math.min(Math.max(0, pause), LONGEST_RETRY_AFTER);
}

function nameOf({ what, number }: Pick<Ask, 'what' | 'number'>): string {
  return `${what} ${number}`;
}
