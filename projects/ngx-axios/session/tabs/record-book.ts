import { SharedRecord } from '../shared-record';
import { isOfNewerVersion, readSharedRecord } from './read-shared-record';
import { RecordPlace } from './record-place';

/** The record that tabs share, read and changed as a whole. */
export class RecordBook {
  constructor(private readonly place: RecordPlace) {}

  /** `null` where there is none that this version of the library can read. */
  async read(): Promise<SharedRecord | null> {
    return readSharedRecord(await this.place.read());
  }

  /**
   * Compare-and-set: `next` is told the record, and answers the one to take its place, or `undefined`. No other tab reads or writes in
   * between. The record of a newer version of the library is left alone.
   *
   * @returns What the record is afterwards.
   */
  async change(next: (current: SharedRecord | null) => SharedRecord | undefined): Promise<SharedRecord | null> {
    let after: SharedRecord | null = null;
    await this.place.change((value) => {
      const current = readSharedRecord(value);
      const record = isOfNewerVersion(value) ? undefined : next(current);
      after = record ?? current;

      return record;
    });

    return after;
  }
}
