import { Session } from 'ngx-axios/session';
import { firstValueFrom, Observable } from 'rxjs';
import { outcomeOf } from './outcome';
import type { Seen } from './settings';

/** What a page does with its session, for the tests that drive it. */
export class Shop {
  readonly #session: Session;
  readonly #get: (url: string) => Observable<unknown>;
  readonly #ended: string[] = [];
  readonly #causes: string[] = [];
  #sent = 0;

  constructor(session: Session, get: (url: string) => Observable<unknown>) {
    this.#session = session;
    this.#get = get;
    session.ended$.subscribe(({ reason }) => this.#ended.push(reason));
    session.events$.subscribe((event) => event.type === 'unavailable' && this.#causes.push(event.cause.message));
  }

  /** Sends so many requests at once. Counts what became of them. */
  fire = async (count: number): Promise<Record<string, number>> => {
    const outcomes = await Promise.all(Array.from({ length: count }, () => this.#send(`/api/notes?n=${++this.#sent}`)));
    const counts: Record<string, number> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;

    return counts;
  };

  seen = async (): Promise<Seen> => {
    const { phase } = this.#session.state();
    const accessToken = phase === 'signed-in' ? await firstValueFrom(this.#session.accessToken$()) : undefined;

    return { phase, ended: this.#ended, accessToken };
  };

  /** Why refreshes were unavailable, in order. */
  causes = (): string[] => this.#causes;

  signOut = (): Promise<void> => this.#session.end();

  #send(url: string): Promise<string> {
    return firstValueFrom(this.#get(url)).then(
      () => 'answered',
      (error: unknown) => outcomeOf(error, url),
    );
  }
}
