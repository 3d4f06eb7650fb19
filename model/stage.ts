import { Application } from './application.ts';
import type { Library } from './library.ts';
import { Page } from './page.ts';
import type { Script, Step } from './script.ts';
import { SlowStore } from './slow-store.ts';
import { StrictServer } from './strict-server.ts';
import type { VirtualTime } from './virtual-time.ts';
import { Wire, type Call } from './wire.ts';
import { Witness } from './witness.ts';

const HOUR = 3_600_000;

/** All that takes part in a play. */
export class Stage {
  readonly #script: Script;
  readonly #time: VirtualTime;
  readonly #server: StrictServer;
  readonly #wire: Wire;
  readonly #page: Page;
  readonly #store: SlowStore | undefined;
  readonly #application: Application;
  readonly witness: Witness;

  constructor(script: Script, library: typeof Library, time: VirtualTime) {
    time.restart(script.seed);
    const now = () => time.now;
    const { deadline, patience, refreshesEarly } = script;
    const page = (this.#page = new Page());
    const server = (this.#server = new StrictServer(script.lifetime, now));
    const wire = (this.#wire = new Wire(server, now));
    const store = (this.#store = storeOf(script, server, now));
    const witness = (this.witness = new Witness({
      library,
      wire,
      page,
      store,
      now,
      deadline,
      patience,
      refreshesEarly,
    }));
    this.#application = new Application(library, { server, wire, page, store, witness, habits: script, now });
    this.#script = script;
    this.#time = time;
  }

  async run(): Promise<void> {
    for (const step of this.#script.steps) await this.step(step);
    await this.end();
  }

  async step(step: Step): Promise<void> {
    await this.#wait(step.turns);
    this.witness.notice();
    await this.#do(step);
  }

  /** All that can be seen from outside: it does not change any more when there is nothing left to do. */
  get sight(): string {
    const { calls, open } = this.#wire;
    const settled = this.witness.all.filter(({ outcome }) => outcome);
    const state = this.#application.session.state();

    return JSON.stringify([calls.length, open.length, settled.length, state, this.#time.timers]);
  }

  /** Plays on until nothing moves any more, and judges. */
  async end(): Promise<void> {
    if (!this.#script.breaksOff) {
      this.#page.show(false); // a page that somebody looks at is refreshed for ever
      await this.#drain();
      await this.#askAgain();
      this.witness.expectRecord();
    }
    this.witness.isClosed = true;
    this.#application.destroy();
    await this.#time.settle();
    if (this.#time.timers > 0) this.witness.find(`${this.#time.timers} timers outlive the application`);
    this.witness.judge();
  }

  async #wait(turns: Step['turns']): Promise<void> {
    if (turns !== 'all') return this.#time.turns(turns);

    await this.#time.settle();
    this.witness.lookAround();
  }

  #do(step: Step): void | Promise<void> {
    const { live } = this.witness.sessions;
    switch (step.do) {
      case 'sign-in':
        return this.#application.signIn(step);
      case 'request':
        return void this.#application.request(step);
      case 'react':
        return this.#application.do(step.how);
      case 'arrive':
        return pick(this.#wire.underWay, step.which, (call) => this.#wire.arrive(call, step.fate));
      case 'deliver':
        return pick(this.#wire.answered, step.which, (call) => this.#deliver(call));
      case 'answer':
        return pick(this.#wire.underWay, step.which, (call) => {
          this.#wire.arrive(call, step.fate);
          this.#deliver(call);
        });
      case 'unsubscribe':
      case 'abort':
        return this.#giveUp(step);
      case 'expire':
        return live && this.#server.expireAccessTokens(live.tokens.family);
      case 'revoke':
        return live && this.#server.revoke(live.tokens.family);
      case 'answer-from-store':
        return this.#store?.answer(step.works);
      case 'show':
        return this.#page.show(step.isShown);
      case 'pass':
        return this.#time.pass(step.by);
      case 'set-wall-clock':
        return this.#time.setWallClock(step.by);
    }
  }

  #deliver(call: Call): void {
    if (call.isOver || call.answer === undefined) return;
    this.witness.delivers(call);
    call.settle(call.answer);
  }

  #giveUp({ do: how, which }: Extract<Step, { do: 'unsubscribe' | 'abort' }>): void {
    const waiting = this.witness.all.filter(({ outcome, givenUp }) => !outcome && !givenUp);
    pick(waiting, which, (ask) => {
      const leave = how === 'abort' ? ask.abort : ask.unsubscribe;
      if (!leave) return;
      ask.givenUp = how === 'abort' ? 'aborted' : 'unsubscribed';
      leave();
    });
  }

  /** From here on the network and the server do what they should, except for what is never answered. */
  async #drain(): Promise<void> {
    for (let round = 0; round < 100; round++) {
      await this.#wait('all');
      const calls = this.#wire.open.filter(({ hasArrived, answer }) => !hasArrived || answer !== undefined);
      if (calls.length === 0 && this.#time.timers === 0 && !this.#store?.isBusy) return;

      this.#store?.answer(true);

      for (const call of calls) {
        if (!call.hasArrived) this.#wire.arrive(call, 'healthy');
        this.#deliver(call);
      }
      if (calls.length === 0 && !this.#store?.isBusy) await this.#time.pass(this.#script.deadline);
    }
    this.witness.find('it never comes to rest');
  }

  /** When all trouble is over, everything works: whoever is signed in gets what they ask for. */
  async #askAgain(): Promise<void> {
    await this.#time.pass(2 * HOUR);
    await this.#wait('all');
    this.#application.stopReacting();
    const { refreshToken } = this.witness.sessions.live?.tokens ?? {};
    const isWell = refreshToken !== undefined && this.#server.isGood(refreshToken);
    const ask = this.#application.request({ method: 'get', through: 'client' });
    await this.#drain();
    if (isWell) this.witness.expectAnswer(ask);
  }
}

function storeOf({ store, deadline }: Script, server: StrictServer, now: () => number): SlowStore | undefined {
  const record = () => ({ version: 1 as const, subject: 'ada', tokens: server.signIn('ada'), receivedAt: Date.now() });

  return store && new SlowStore(store === 'empty' ? null : record(), deadline, now);
}

function pick<T>(from: readonly T[], which: number, then: (one: T) => void): void {
  if (from.length > 0) then(from[which % from.length]!);
}
