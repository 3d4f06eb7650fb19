import type { Client, Opened, System, TokenSet } from '../systems/system.ts';
import { ApplicationFunction } from './application-function.ts';
import { makeBody } from './bodies.ts';
import { Cancelled } from './cancelled.ts';
import { advance } from './clock.ts';
import type { Errand, Facts, Outcome, Settings, Told } from './errand.ts';
import { Signs } from './signs.ts';

interface Sent {
  readonly url: string;
  readonly body: unknown;
  cancel(): void;
  outcome: Outcome;
  readonly settled: Promise<void>;
}

const RENEWED = 'conformance renewed';
const BYTES = { 'Content-Type': 'application/octet-stream' };
const PASSWORDS = { ada: 'lovelace', grace: 'hopper' };

/** The application of a scenario, over whatever system. */
export class Stage {
  readonly #system: System;
  #settings!: Settings;
  #opened!: Opened;
  #function!: ApplicationFunction;
  readonly #sent: Sent[] = [];
  /** Every token that the application has seen. */
  readonly #tokens: string[] = [];
  #held: TokenSet = {};
  #putBack: () => void = () => undefined;
  #told: Told = { signInAgain: 0, requests: 0, responses: 0 };

  constructor(system: System) {
    this.#system = system;
    addEventListener('storage', ({ key }) => key === RENEWED && this.#putBack());
  }

  facts(): Facts {
    const { name, about, packages, speaks, without, byTheClock } = this.#system;

    return { name, about, packages, speaks, without, byTheClock };
  }

  async open(settings: Settings): Promise<void> {
    const { refreshing, transform, ...others } = settings;
    this.#settings = settings;
    this.#function = new ApplicationFunction(refreshing, (tokens) => this.#renewed(tokens));
    this.#opened = await this.#system.open({
      ...others,
      ...(transform && { transform: wrap }),
      sameClient: refreshing === 'same-client',
      onRequest: (url) => url?.includes('n=') && this.#count('requests'), // and not for the refresh
      onResponse: (url) => url?.includes('n=') && this.#count('responses'),
      signInAgain: () => this.#count('signInAgain'),
      refresh: (usual) => this.#function.promise(usual),
      refresh$: (usual) => this.#function.observable(usual),
    });
  }

  /** Signs in at the server and here. Answers the server's name for the sign-in. */
  async signIn(name: keyof typeof PASSWORDS): Promise<string> {
    const { session, ...tokens } = await this.#post(this.#settings.api.signIn, { name, password: PASSWORDS[name] });
    this.#putBack();
    await this.#opened.signIn(tokens, name);

    return session!;
  }

  /**
   * For a system that goes by the clock the token has run out now, until there is a fresh one: the server's own clock does not
   * jump along, so the fresh one would have run out, too.
   */
  runOut(minutes: number): void {
    this.#putBack();
    const putBack = advance(minutes * 60_000);
    this.#putBack = () => {
      putBack();
      this.#putBack = () => undefined;
      localStorage.setItem(RENEWED, String(Math.random())); // tells the other tabs
    };
  }

  #renewed(tokens: TokenSet | undefined): void {
    if (tokens?.accessToken) this.#putBack();
  }

  signOut(): void | Promise<void> {
    return this.#opened.signOut();
  }

  send(errands: readonly Errand[]): number[] {
    return errands.map((errand) => this.#sent.push(this.#send(errand)) - 1);
  }

  cancel(ids: readonly number[]): void {
    for (const id of ids) this.#sent[id]!.cancel();
  }

  /** What has come of requests, when all have settled or the patience is at its end. */
  async outcomes(ids: readonly number[], patience: number): Promise<Outcome[]> {
    const sent = ids.map((id) => this.#sent[id]!);
    const all = Promise.all(sent.map(({ settled }) => settled));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, patience))]);

    return sent.map(({ outcome }) => outcome);
  }

  told(): Told {
    return this.#told;
  }

  calls(): number {
    return this.#function.calls;
  }

  mend(): void {
    this.#function.mend();
  }

  async haveTokensReady(): Promise<void> {
    const { delivery, refresh } = this.#settings.api;
    const { refreshToken } = this.#held;
    this.#function.ready = await this.#post(refresh, delivery === 'body' ? { refreshToken } : undefined);
  }

  changeForms(): void {
    for (const { body } of this.#sent) if (body instanceof FormData) body.append('later', 'changed');
  }

  sleep(minutes: number): void {
    advance(minutes * 60_000);
    document.dispatchEvent(new Event('visibilitychange'));
  }

  goTo(url: string): Promise<string> {
    return this.#opened.goTo!(url);
  }

  address(): string {
    return location.pathname + location.search;
  }

  navigations(): number {
    return this.#opened.navigations!();
  }

  /** Whether Angular takes the application for stable now. */
  isStable(): Promise<boolean> {
    const soon = new Promise<false>((resolve) => setTimeout(() => resolve(false), 200));

    return Promise.race([this.#opened.whenStable!().then(() => true), soon]);
  }

  #send({ method = 'GET', url, body: kind, second }: Errand): Sent {
    const client: Client = second ? this.#opened.second! : this.#opened;
    const body = makeBody(kind, url);
    const settle = (outcome: Omit<Outcome, 'url'>) => void (sent.outcome = { url, ...outcome });
    const { answer, cancel } = call(() =>
      client.send({ method, url, ...(body !== undefined && { body }), ...(kind === 'bytes' && { headers: BYTES }) }),
    );
    const sent: Sent = {
      url,
      body,
      cancel,
      outcome: { url, state: 'pending' },
      settled: answer.then(
        (value) => settle({ state: 'answered', answer: value }),
        (error: unknown) => settle(this.#failure(error)),
      ),
    };

    return sent;
  }

  #failure(error: unknown): Omit<Outcome, 'url'> {
    if (error instanceof Cancelled) return { state: 'cancelled' };
    const { traces, leaks } = new Signs(error, this.#tokens);

    return { state: 'failed', error: kindOf(error), traces, leaks };
  }

  /** What the application does without the system. */
  async #post(path: string, body?: object): Promise<TokenSet & { session?: string }> {
    const response = await fetch(this.#settings.api.prefix + path, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const tokens = (await response.json()) as TokenSet & { session?: string };
    this.#held = tokens;
    this.#tokens.push(...[tokens.accessToken, tokens.refreshToken].filter((token) => token !== undefined));

    return tokens;
  }

  #count(what: keyof Told): void {
    this.#told = { ...this.#told, [what]: this.#told[what] + 1 };
  }
}

/** A system that throws where it should answer has failed, too. */
function call<T extends { answer: Promise<unknown>; cancel: () => void }>(begin: () => T): T {
  try {
    return begin();
  } catch (error) {
    return { answer: Promise.reject(error as Error), cancel: () => undefined } as unknown as T;
  }
}

/** What the application does to every body: what is a note it wraps, every time that it comes along. */
function wrap(body: unknown): unknown {
  if (body === undefined || body === null || body instanceof FormData) return body;
  const json = typeof body === 'string' ? body : JSON.stringify(body);

  return json.includes('"text"') ? JSON.stringify({ text: `wrapped: ${json}` }) : json;
}

/** The kind of an error, as an application would tell kinds apart: its name, its code, its status. */
function kindOf(error: unknown): string {
  const { name, code, status, message = '' } = (error ?? {}) as Partial<Record<string, string | number>>;
  if (typeof name !== 'string')
    return `something with ${Object.keys(error ?? {})
      .slice(0, 3)
      .join(', ')}, which is no error`;
  const details = [code, status].filter((detail) => typeof detail === 'string' || typeof detail === 'number');

  return details.length === 0 && name === 'Error'
    ? `Error "${String(message).slice(0, 60)}"`
    : [name, ...details].join(' ');
}
