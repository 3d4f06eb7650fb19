import { RecordPlace } from './record-place';

/** The first of some places that can be read. What fails later is told to whoever asks: the record does not move any more. */
export class FirstPlace implements RecordPlace {
  #place: Promise<RecordPlace> | undefined;

  /** @param inTime - Fails when a place does not answer. The last place always does. */
  constructor(
    private readonly places: readonly RecordPlace[],
    private readonly inTime: <T>(answer: Promise<T>) => Promise<T>,
  ) {}

  async read(): Promise<unknown> {
    return this.inTime((await this.#chosen()).read());
  }

  async change(next: (current: unknown) => unknown): Promise<void> {
    return this.inTime((await this.#chosen()).change(next));
  }

  #chosen(): Promise<RecordPlace> {
    return (this.#place ??= this.#choose());
  }

  async #choose(): Promise<RecordPlace> {
    for (const place of this.places) {
      const works = await this.inTime(place.read()).then(
        () => true,
        () => false,
      );
      if (works) return place;
    }

    return this.places.at(-1)!;
  }
}
