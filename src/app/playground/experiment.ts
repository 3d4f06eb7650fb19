import { inject, Injectable } from '@angular/core';
import { isAxiosError } from 'axios';
import { isSessionEndedError, Session } from 'ngx-axios';
import { filter, firstValueFrom, lastValueFrom, share, skip, Subscription, take } from 'rxjs';
import { Choice } from './choice';
import { FAULTS } from './faults';
import { Lab } from './lab';
import { OtherTabs } from './other-tabs';
import { Outcome, outcomeOf } from './outcome';
import { Recorder } from './recorder';
import { ServerWitness } from './server-witness';
import { SignIn } from './sign-in';

/** One run, led by this tab: prepares it, lets it happen, and compares what was seen with what was promised. */
@Injectable({ providedIn: 'root' })
export class Experiment {
  readonly #session = inject(Session);
  readonly #signIn = inject(SignIn);
  readonly #lab = inject(Lab);
  readonly #server = inject(ServerWitness);
  readonly #recorder = inject(Recorder);
  readonly #others = inject(OtherTabs);

  async play(choice: Choice): Promise<Outcome> {
    const fault = FAULTS[choice.fault];
    const others = await this.#prepare(choice);
    await this.#server.begin();
    await firstValueFrom(this.#lab.spoil(fault.script ?? {}));
    await firstValueFrom(fault.revokes ? this.#lab.revoke() : this.#lab.expire());

    const ends: string[] = [];
    const meanwhile = new Subscription();
    meanwhile.add(this.#session.ended$.subscribe(({ reason }) => ends.push(reason)));
    meanwhile.add(this.#server.live$.subscribe());
    const recording = this.#recorder.begin();
    this.#others.say({ type: 'fire', order: choice, tabs: others });
    const othersAreDone = this.#others.done(others);
    const seen$ = this.#recorder.fire(choice).pipe(share());
    const allWait$ = seen$.pipe(
      filter((seen) => seen.of === 'request' && seen.stage === 'refused'),
      skip(choice.count - 1),
      take(1),
    );
    meanwhile.add(fault.meanwhile?.({ lab: this.#lab, session: this.#session, allWait$ }).subscribe());
    try {
      await lastValueFrom(seen$, { defaultValue: null });
      await othersAreDone;
    } finally {
      recording.over();
      meanwhile.unsubscribe();
    }

    await firstValueFrom(this.#lab.spoil({}));
    const server = await this.#server.end();
    const { tally: page, failures, senders } = recording;
    const signedIn = this.#session.signedIn();

    return outcomeOf(
      fault,
      { kind: choice.kind, tabs: senders.length, page, failures, server, ends, signedIn },
      this.#server.log(),
    );
  }

  /** Whatever was before: somebody is signed in, nothing is amiss, and no tab needs a refresh. Answers which tabs will send too. */
  async #prepare({ together }: Choice): Promise<readonly string[]> {
    if (!(await this.#isUsable())) await firstValueFrom(this.#signIn.as('ada', 'lovelace'));
    const others = together ? await this.#others.prepare() : [];
    // A token that has run out by the clock would be refreshed before any request is refused.
    await firstValueFrom(this.#session.credentials$);

    return others;
  }

  /** Whether somebody is signed in, here and as far as the server knows; with cookies the page alone cannot tell. */
  async #isUsable(): Promise<boolean> {
    if (!this.#lab.isKnown()) return false;
    try {
      await firstValueFrom(this.#lab.spoil({}));
      const { session } = await firstValueFrom(this.#session.credentials$);

      return session !== 0;
    } catch (error) {
      const isGone = isAxiosError(error) && error.response?.status === 404;
      if (isGone || isSessionEndedError(error)) return false;
      throw error;
    }
  }
}
