import { computed, inject, Injectable, signal } from '@angular/core';
import { Session } from 'ngx-axios';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { explain } from '../explain';
import { Choice, readChoice } from './choice';
import { Experiment } from './experiment';
import { KIND } from './kind';
import { Message, OtherTabs } from './other-tabs';
import { Outcome } from './outcome';
import { pulseWhile } from './pulse';
import { Recorder } from './recorder';
import { ServerWitness } from './server-witness';

/** What the page shows: a run that this tab or another one leads, and what came of it. */
@Injectable({ providedIn: 'root' })
export class Playground {
  readonly #session = inject(Session);
  readonly #experiment = inject(Experiment);
  readonly #recorder = inject(Recorder);
  readonly #server = inject(ServerWitness);
  readonly #others = inject(OtherTabs);
  readonly #leader = signal<string | null>(null);
  readonly #outcome = signal<Outcome | null>(null);
  readonly #problem = signal('');

  readonly choice = signal(readChoice(new URLSearchParams(location.search), inject(KIND)));
  readonly isUnderWay = computed(() => this.#leader() !== null);
  /** Read by whoever shows what only grows. */
  readonly pulse = pulseWhile(this.isUnderWay);
  readonly recording = this.#recorder.recording;
  readonly outcome = this.#outcome.asReadonly();
  /** Why there is no outcome. */
  readonly problem = this.#problem.asReadonly();
  readonly log = this.#server.log;

  constructor() {
    this.#others.heard$.subscribe((message) => void this.#hear(message));
  }

  async run(choice: Choice): Promise<void> {
    if (this.isUnderWay()) return;

    this.#begin(this.#others.own);
    try {
      this.#end(await this.#experiment.play(choice));
    } catch (error) {
      this.#end(null, explain(error));
    }
    this.#others.say({ type: 'over', outcome: this.#outcome() });
  }

  async #hear(message: Message): Promise<void> {
    switch (message.type) {
      case 'prepare':
        return this.#getReady();
      case 'fire':
        this.#begin(message.from);
        this.#recorder.begin();
        if (!message.tabs.includes(this.#others.own)) return;
        await lastValueFrom(this.#recorder.fire(message.order), { defaultValue: null });
        return this.#others.say({ type: 'done' });
      case 'over':
        this.#server.show(message.outcome?.log ?? []);
        return this.#end(message.outcome);
      case 'bye':
        if (message.from === this.#leader()) this.#end(null, 'The tab that began this has been closed.');
    }
  }

  /** No request of this tab shall need a refresh. A tab that fails to get ready is left out. */
  async #getReady(): Promise<void> {
    try {
      await firstValueFrom(this.#session.credentials$);
      this.#others.say({ type: 'ready' });
    } catch {
      // the one that leads waits for a while, and begins without it
    }
  }

  #begin(leader: string): void {
    this.#leader.set(leader);
    this.#outcome.set(null);
    this.#problem.set('');
  }

  #end(outcome: Outcome | null, problem = ''): void {
    this.#recorder.recording()?.over();
    this.#outcome.set(outcome);
    this.#problem.set(problem);
    this.#leader.set(null);
  }
}
