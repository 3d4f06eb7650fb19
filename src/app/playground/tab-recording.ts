import { Lane } from './lane';
import { SessionStage, Sighting } from './sighting';
import { Tally } from './tally';

/** From when on the session stood so. */
export interface Standing {
  readonly from: number;
  readonly state: SessionStage;
  readonly generation: number;
}

/** What was seen in one tab. It only grows. */
export class TabRecording {
  readonly lanes: Lane[] = [];
  readonly refreshes: { readonly from: number; to?: number }[] = [];
  readonly standings: Standing[] = [];

  note(sighting: Sighting): void {
    const { at } = sighting;
    switch (sighting.of) {
      case 'request':
        (this.lanes[sighting.request] ??= new Lane()).note(sighting.stage, at, sighting.why);
        break;
      case 'refresh':
        if (sighting.stage === 'begun') this.refreshes.push({ from: at });
        else this.refreshes.filter(({ to }) => to === undefined).forEach((refresh) => (refresh.to = at));
        break;
      case 'session':
        this.standings.push({ from: at, state: sighting.state, generation: sighting.generation });
    }
  }

  get tally(): Tally {
    const lanes = this.lanes.filter(Boolean); // others may be told of a later one first
    const sum = (count: (lane: Lane) => number) => lanes.reduce((total, lane) => total + count(lane), 0);

    return {
      asked: lanes.length,
      refused: sum(({ refused }) => refused),
      refreshes: this.refreshes.length,
      sentAgain: sum(({ sentAgain }) => sentAgain),
      sends: sum(({ sends }) => sends),
      answered: sum(({ end }) => Number(end === 'answered')),
      failed: sum(({ end }) => Number(end === 'failed')),
    };
  }
}
