import { RequestStage } from './sighting';

/** A stretch of a lane: on the way with the token it had, waiting, or on the way again with a fresh one. */
export interface Span {
  readonly is: 'sent' | 'waiting' | 'again';
  readonly from: number;
  /** Absent while it lasts. */
  to?: number;
}

export interface Mark {
  readonly is: 'refused' | 'broken' | 'answered' | 'failed';
  readonly at: number;
}

/** One request, from the moment the application wants it to its end. */
export class Lane {
  readonly spans: Span[] = [];
  readonly marks: Mark[] = [];
  sends = 0;
  refused = 0;
  end?: 'answered' | 'failed';
  /** Why it failed. */
  why?: string;
  #wasRefused = false;

  note(stage: RequestStage, at: number, why?: string): void {
    switch (stage) {
      case 'asked':
        this.#wasRefused = false;
        return this.#begin('waiting', at);
      case 'sent':
        this.sends++;
        return this.#begin(this.#wasRefused ? 'again' : 'sent', at);
      case 'refused':
        this.refused++;
        this.#wasRefused = true;
        this.marks.push({ is: 'refused', at });
        return this.#begin('waiting', at);
      case 'broken':
      case 'put-off':
        return this.#stop('broken', at);
      case 'answered':
      case 'failed':
        this.end = stage;
        this.why = why;
        return this.#stop(stage, at);
    }
  }

  /** How many of its sends were not the first. */
  get sentAgain(): number {
    return Math.max(0, this.sends - 1);
  }

  #begin(is: Span['is'], at: number): void {
    this.#close(at);
    this.spans.push({ is, from: at });
  }

  #stop(is: Mark['is'], at: number): void {
    this.#close(at);
    this.marks.push({ is, at });
  }

  #close(at: number): void {
    const last = this.spans.at(-1);
    if (last) last.to ??= at;
  }
}
