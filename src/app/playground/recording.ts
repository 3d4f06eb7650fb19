import { sharedNow, Sighting } from './sighting';
import { TabRecording } from './tab-recording';
import { Tally, total } from './tally';

/** What was seen of one run, tab by tab. */
export class Recording {
  readonly begunAt: number;
  readonly tabs = new Map<string, TabRecording>();
  #overAt?: number;

  /** @param own - The name of this tab, which comes first. */
  constructor(own: string) {
    this.begunAt = sharedNow();
    this.tabs.set(own, new TabRecording());
  }

  /** When it ended; `undefined` as long as it goes on. */
  get overAt(): number | undefined {
    return this.#overAt;
  }

  over(): void {
    this.#overAt ??= sharedNow();
  }

  note(tab: string, sighting: Sighting): void {
    const recording = this.tabs.get(tab) ?? new TabRecording();
    this.tabs.set(tab, recording);
    recording.note(sighting);
  }

  /** Those that have sent something, in order of appearance. */
  get senders(): TabRecording[] {
    return [...this.tabs.values()].filter(({ lanes }) => lanes.length > 0);
  }

  get tally(): Tally {
    return total([...this.tabs.values()].map(({ tally }) => tally));
  }

  /** How many requests have failed for each reason. */
  get failures(): Map<string, number> {
    const failures = new Map<string, number>();
    for (const { why } of this.senders.flatMap(({ lanes }) => lanes)) {
      if (why !== undefined) failures.set(why, (failures.get(why) ?? 0) + 1);
    }

    return failures;
  }
}
