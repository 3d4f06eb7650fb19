import { computed, inject, Injectable, signal } from '@angular/core';
import { Router, NavigationStart } from '@angular/router';
import { AxiosClient, isSessionEndedError, isSessionError, Session } from 'ngx-axios';
import { catchError, firstValueFrom, forkJoin, map, of } from 'rxjs';

/** What came of a request, as its caller saw it. */
type Outcome = 'answered' | 'session ended, with its own failure' | 'its original failure' | 'something else';

/** Fires requests and tells what came of them; outlives the page that fired, because the session's end leads away from it. */
@Injectable({ providedIn: 'root' })
export class Report {
  readonly #client = inject(AxiosClient);
  readonly #counts = signal<Partial<Record<Outcome, number>> | null>(null);
  readonly #ended = signal<readonly string[]>([]);
  readonly #navigations = signal<readonly string[]>([]);

  /** How often it has fired and told. */
  readonly run = signal(0);

  /** The server's handle for the sign-in. */
  session = '';

  readonly text = computed(() =>
    this.#counts() ? JSON.stringify({ ...this.#counts(), ended: this.#ended(), navigations: this.#navigations() }) : '',
  );

  constructor() {
    inject(Session).ended$.subscribe(({ reason }) => this.#ended.update((ended) => [...ended, reason]));
    inject(Router).events.subscribe((event) => {
      if (event instanceof NavigationStart) this.#navigations.update((urls) => [...urls, event.url]);
    });
  }

  /** Sends 50 requests at once, each with an address of its own. */
  async fire(): Promise<void> {
    this.#navigations.set([]);
    const outcomes = await firstValueFrom(forkJoin(Array.from({ length: 50 }, (_, n) => this.#send(`/notes?n=${n}`))));
    const counts: Partial<Record<Outcome, number>> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    this.#counts.set(counts);
    this.run.update((run) => run + 1);
  }

  #send(url: string) {
    return this.#client.get(url).pipe(
      map((body): Outcome => (Array.isArray(body) ? 'answered' : 'something else')),
      catchError((error: unknown) => of(this.#outcomeOf(error, url))),
    );
  }

  #outcomeOf(error: unknown, url: string): Outcome {
    const ended = isSessionEndedError(error);
    if (isSessionError(error) && !ended) return 'something else';
    const failure = (ended ? error.failure : error) as { config?: { url?: string }; response?: { status: number } };
    if (failure?.config?.url !== url || failure.response === undefined) return 'something else';

    return ended ? 'session ended, with its own failure' : 'its original failure';
  }
}
