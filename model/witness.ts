import axios from 'axios';
import { violations } from '../server/invariants.ts';
import type { Stamp } from '../server/journal.ts';
import type { Ask, Outcome } from './ask.ts';
import { isHopeless, LONGEST_WAY, turnsOutUseless } from './breaker.ts';
import type { Library } from './library.ts';
import type { Page } from './page.ts';
import { pauseAfter } from './pause.ts';
import { reasonToRefresh } from './reason-to-refresh.ts';
import { Refreshes, type Refresh } from './refreshes.ts';
import { SIGHTS, type Sight } from './sights.ts';
import type { SlowStore } from './slow-store.ts';
import type { IssuedTokens, User } from './strict-server.ts';
import { accessTokenOf, familyOf, readRecord, readTokens } from './tokens.ts';
import { TrueSessions, type TrueSession } from './true-sessions.ts';
import { problemOfError, problemOfValue } from './verdict.ts';
import { problemsOfWaiting } from './waiting.ts';
import { HOME, type Call, type Wire } from './wire.ts';

/** What the witness must know of the world that it watches. */
export interface World {
  readonly library: typeof Library;
  readonly wire: Wire;
  readonly page: Page;
  readonly store: SlowStore | undefined;
  readonly now: () => number;
  /** The client's own limits, in milliseconds. */
  readonly deadline: number;
  readonly patience: number;
  /** Whether the client may refresh before it has to. */
  readonly refreshesEarly: boolean;
  /** What not to speak of. */
}

const HOSTS = new Set([new URL(HOME).host]);

/**
 * Knows the truth and holds what the client does against it. Whatever it finds is a defect.
 *
 * The truth comes from what the application did and what the server answered, never from what the client says of itself.
 */
export class Witness {
  readonly findings: string[] = [];
  readonly sessions = new TrueSessions();
  readonly all: Ask[] = [];
  readonly sights = new Set<Sight>();
  /** The application is no more: what is told to whom has nobody left who could mind. */
  isClosed = false;
  readonly #refreshes: Refreshes;
  readonly #world: World;
  #session: Library.Session | undefined;
  /** The client does not know yet what its store holds. */
  #isRestoring: boolean;

  constructor(world: World) {
    this.#world = world;
    this.#refreshes = new Refreshes(world.deadline);
    this.#isRestoring = world.store !== undefined;
    world.wire.onSend = (call) => this.#sent(call);
  }

  find(what: string): void {
    this.findings.push(what);
  }

  watch(session: Library.Session): void {
    this.#session = session;
  }

  /** Notices whom the client has found in its store. Which microtask tells it is its own affair, so this is asked before all else. */
  notice(): void {
    const { store } = this.#world;
    if (!this.#isRestoring || !store || this.#session?.state().phase === 'restoring') return;

    this.#isRestoring = false;
    if (!store.found) return;

    const { subject } = store.found;
    this.sights.add('a session found in the store');
    this.sessions.begin(subject as User, subject, readRecord(store.found, this.#world.now()));
    this.#bind();
  }

  /** The application signs somebody out. */
  signsOut(): void {
    this.notice();
    this.#isRestoring = false; // what the application does wins over what the store knows
    this.sessions.end('signed-out');
  }

  /** The application signs somebody in. */
  signsIn(user: User, subject: string | undefined, tokens: IssuedTokens): void {
    this.notice();
    if (this.sessions.live?.subject === subject && subject) this.sights.add('a sign-in of the same subject');
    this.sessions.begin(user, subject, readTokens(tokens, this.#world.now())!);
    if (this.#isRestoring) this.#bind();
    this.#isRestoring = false;
    // A refresh that was asked for before it was known begins only now, also where somebody signs in on being told who was found.
    const isAskedFor = this.all.some(
      ({ what, beganUnknown, outcome }) => what === 'refresh' && beganUnknown && !outcome,
    );
    if (isAskedFor) this.sessions.live!.wasAskedFor = true;
  }

  /** The application asks for something. */
  asks(ask: Ask): void {
    this.notice();
    ask.session = this.sessions.live;
    ask.beganUnknown = this.#isRestoring;
    this.all.push(ask);
    if (ask.what === 'refresh' && this.sessions.live) this.sessions.live.wasAskedFor = true;
  }

  /** The client says that a session has ended. */
  ended({ reason, afterLostResponse }: Library.SessionEnd): void {
    this.#saw(`ended: ${reason}`);
    if (!this.sessions.told(reason)) this.find(`ended$ says "${reason}", and no session has ended so`);
    if (afterLostResponse && !this.#refreshes.last?.wasLostBefore) this.find('ended$ tells of a lost response');
  }

  /** The application is asked to refresh. Answers `null` when there is nothing to refresh with. */
  refreshing({ refreshToken }: Library.TokenSet): Refresh | null {
    this.notice();
    const { live } = this.sessions;
    const now = this.#world.now();
    const reason = live && reasonToRefresh(live, this.#circumstances());
    if (!live || live.tokens.refreshToken !== refreshToken) this.find(`refreshes with ${refreshToken}, which is over`);
    else if (now < live.pausesUntil) this.find(`refreshes ${live.pausesUntil - now} ms before the server may be asked`);
    else if (!reason) this.find('refreshes without a reason');
    // One of a session that is just ending may be hung up on a moment later, but no token goes out twice.
    if (this.#refreshes.open.some(({ token }) => token === refreshToken))
      this.find(`refreshes twice with ${refreshToken}`);
    if (live && reason === 'early') live.wasRefreshedEarly = true;
    if (reason === 'early') this.sights.add('a refresh before its time');
    if (refreshToken === undefined) {
      this.#proved(live, 'no-refresh-token');
      return null;
    }
    return this.#refreshes.begin(refreshToken, live, now);
  }

  /** The application hands the answer to a refresh to the client. */
  refreshed(refresh: Refresh, answer: unknown): void {
    const now = this.#world.now();
    const tokens = readTokens(answer, now, refresh.token);
    this.#seeWhoWaits(refresh);
    if (!tokens) {
      refresh.mayBeSpent = true;
      return this.#unavailable(refresh, pauseAfter(undefined));
    }
    this.#refreshes.end(refresh, 'refreshed', now);
    if (tokens.refreshToken !== refresh.token) refresh.successor = tokens.refreshToken;
    const session = this.sessions.liveIn(tokens.family);
    if (!session) return;

    const { subject = tokens.subject } = session;
    if (subject === tokens.subject || !tokens.subject) this.sessions.renew(tokens);
    else this.sessions.end('identity-changed');
  }

  /** The application hands the failure of a refresh to the client. */
  failed(refresh: Refresh, failure: unknown): void {
    const response = axios.isAxiosError(failure) ? failure.response : undefined;
    const type = String(response?.headers['content-type']);
    if (!response) refresh.isLost = refresh.mayBeSpent = true;
    const isRefused = response && [400, 401, 403].includes(response.status) && !type.startsWith('text/html');
    if (!isRefused) return this.#unavailable(refresh, pauseAfter(response?.headers['retry-after']));

    this.#refreshes.end(refresh, 'refused', this.#world.now());
    this.#proved(refresh.session, 'refused');
  }

  /** The client hangs up on a refresh. */
  leftAlone(refresh: Refresh): void {
    if (refresh.outcome) return;

    this.#refreshes.end(refresh, 'left', this.#world.now());
    const isGivenUp = this.#refreshes.isGivenUp(refresh);
    this.sights.add(isGivenUp ? 'a refresh given up after its hard limit' : 'a refresh cut short by signing in or out');
  }

  /** Something that was asked for is settled. */
  settled(ask: Ask, outcome: Outcome): void {
    if (ask.outcome) this.find(`${nameOf(ask)} settles twice`);
    if (ask.givenUp === 'unsubscribed') this.find(`${nameOf(ask)} settles after it was unsubscribed`);
    ask.outcome = outcome;
    const problem = 'value' in outcome ? this.#problemOfValue(ask, outcome.value) : this.#problemOf(ask, outcome.error);
    if (problem && !this.isClosed) this.find(`${nameOf(ask)} ${problem}`);
  }

  /** An answer is about to be delivered. */
  delivers({ kind, number, token, sentAt, answer }: Call): void {
    if (kind !== 'request') return;

    const ask = this.all[number]!;
    ask.waitsSince = this.#world.now();
    const { live } = this.sessions;
    if (answer?.status !== 401 || !live || this.#ownerOf(token) !== live) return;

    if (token === accessTokenOf(live.tokens)) live.isRefused = true;
    else this.sights.add('a late 401');
    const mayHaveRunOut = this.#world.now() - sentAt > LONGEST_WAY;
    if (ask.sends === 2 && !mayHaveRunOut) turnsOutUseless(live, token, this.#world.now());
    if (isHopeless(live.uselessAt, this.#world.now())) this.sights.add('refreshing does not help');
  }

  /** Looks around when all microtasks have run. */
  lookAround(): void {
    this.notice();
    const session = this.#session!;
    const { wire, store, patience, deadline } = this.#world;
    const { live, untold } = this.sessions;
    const refreshes = this.#refreshes.open.length;
    const signsOut = wire.open.some(({ kind }) => kind === 'sign-out') || store?.isBusy === true; // which has to forget it
    const restores = this.#isRestoring && store?.isBusy === true;
    if (live) live.uselessKnown = [...live.uselessAt];
    if (refreshes > 1) this.find(`${refreshes} refreshes are in flight`);
    for (const { number, endedFor } of untold) this.find(`ended$ is silent about session ${number}: ${endedFor}`);
    if (session.signedIn() !== (live !== undefined)) this.find(`signedIn() is ${session.signedIn()}`);
    if (session.state().refreshing && refreshes === 0) this.find('state() says refreshing, and nothing is');

    for (const ask of this.all) {
      const isOnTheWire = wire.open.some(({ kind, number }) => kind === 'request' && number === ask.number);
      const problems = problemsOfWaiting(ask, {
        isOnTheWire,
        refreshes: refreshes > 0,
        signsOut,
        restores,
        waited: this.#waited(ask),
        limit: ask.what === 'request' ? patience : deadline * (ask.beganUnknown ? 2 : 1), // the store has a deadline of its own
      });
      for (const problem of problems) this.find(`${nameOf(ask)} ${problem}`);
      if (ask.waited > 0 && !isOnTheWire && !ask.outcome) this.sights.add('a request that waits twice');
    }
  }

  /** What must be said of a request that was made when all trouble was over. */
  expectAnswer({ outcome, ...ask }: Ask): void {
    if (!outcome || 'error' in outcome)
      this.find(`${nameOf(ask)}, made when all was well, fails: ${String(outcome?.error)}`);
  }

  /** What the store must hold when it has got to everything. */
  expectRecord(): void {
    const { store } = this.#world;
    const { tokens } = this.sessions.live ?? {};
    if (!store || store.isUnreliable || this.#isRestoring) return;
    if (store.record?.tokens.refreshToken === tokens?.refreshToken && !store.record === !tokens) return;

    this.find(`the store holds ${JSON.stringify(store.record)}, the client ${JSON.stringify(tokens)}`);
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

  #ownerOf(token: string): TrueSession | undefined {
    return this.sessions.of(familyOf(token));
  }

  /** Requests that waited to know who is signed in belong to them. */
  #bind(): void {
    for (const ask of this.all) if (ask.what === 'request' && !ask.outcome) ask.session ??= this.sessions.live;
    const isAskedFor = this.#circumstances().isAskedFor;
    if (isAskedFor) this.sessions.live!.wasAskedFor = true;
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

    this.notice();
    const ask = this.all[call.number]!;
    const owner = this.#ownerOf(call.token);
    ask.sends++;
    ask.waited = this.#waited(ask);
    ask.session ??= owner;
    if (ask.outcome || ask.givenUp) this.find(`${nameOf(ask)} is sent although nobody waits for it`);
    if (ask.once && ask.sends > 1) this.find(`${nameOf(ask)} is sent again`);
    if (owner?.endedFor) this.find(`${nameOf(ask)} is sent with ${call.token}, whose session ended: ${owner.endedFor}`);
    const { family, serial } = ask.session?.tokens ?? {};

    return { client: 'page', exchange: String(ask.number), session: family, newest: serial };
  }

  /** The session is over, unless it was refreshed before its time: then it lives as long as its access token. */
  #proved(session: TrueSession | undefined, reason: 'refused' | 'no-refresh-token'): void {
    if (!session || session !== this.sessions.live) return;

    const isAlive = this.#world.now() < session.tokens.runsOutAt;
    if (!this.#world.refreshesEarly || !isAlive) return this.sessions.end(reason);
    // Whether whoever met a 401 has already come to ask for a refresh is a matter of microtasks.
    if (session.isRefused || session.wasAskedFor) return this.sessions.mayEnd(reason);

    this.sights.add('a refusal before its time');
  }

  #unavailable(refresh: Refresh, pause: number): void {
    this.#refreshes.end(refresh, 'unavailable', this.#world.now());
    if (refresh.session) refresh.session.pausesUntil = this.#world.now() + pause;
  }

  #circumstances(): { now: number; isAskedFor: boolean; mayBeEarly: boolean } {
    const { now, refreshesEarly, page } = this.#world;
    const asked = this.all.some(({ what, outcome, givenUp }) => what === 'refresh' && !outcome && !givenUp);

    return { now: now(), isAskedFor: asked, mayBeEarly: refreshesEarly && !page.hidden };
  }

  /** For how long the ask has waited in all for something else than an answer of its own. */
  #waited({ waited, waitsSince }: Ask): number {
    return waited + this.#world.now() - waitsSince;
  }

  #problemOfValue(ask: Ask, value: unknown): string | undefined {
    if (ask.sends === 2) this.sights.add('sent twice and answered');

    return problemOfValue(ask, value, (token) => this.#ownerOf(token));
  }

  #problemOf(ask: Ask, error: unknown): string | undefined {
    const { library, patience, now } = this.#world;
    // Who asks for a token before it is known who is signed in belongs to nobody, and waits for any refresh.
    const session = ask.beganUnknown && !ask.session ? 'any' : ask.session;
    this.#saw(String((error as Partial<Error> | undefined)?.name));

    return problemOfError(ask, error, {
      library,
      now: now(),
      hadOutage: this.#refreshes.hadOutage(session, ask.waitsSince, now()),
      isOutOfPatience: this.#waited(ask) >= patience,
    });
  }

  #seeWhoWaits({ startedAt }: Refresh): void {
    const { wire, deadline, now } = this.#world;
    const onTheWire = new Set(wire.open.map(({ number }) => number));
    const waiting = this.all.filter((ask) => !ask.outcome && !ask.givenUp && !onTheWire.has(ask.number));
    if (waiting.length > 1) this.sights.add('several wait for one refresh');
    if (now() - startedAt > deadline) this.sights.add('an answer after the deadline');
  }

  #saw(what: string): void {
    const sight = SIGHTS.find((known) => known === what);
    if (sight) this.sights.add(sight);
  }
}

function nameOf({ what, number }: Pick<Ask, 'what' | 'number'>): string {
  return `${what} ${number}`;
}
