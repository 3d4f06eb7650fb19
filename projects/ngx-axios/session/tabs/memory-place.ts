import { RecordPlace } from './record-place';

/** The record in the page, where nothing can be stored: then every tab has a session of its own. */
export class MemoryPlace implements RecordPlace {
  #record: unknown = null;

  async read(): Promise<unknown> {
    return this.#record;
  }

  async change(next: (current: unknown) => unknown): Promise<void> {
    this.#record = next(this.#record) ?? this.#record;
  }
}
