/** What may be seen to happen to one request. */
export type RequestStage =
  | 'asked' // the application wants it
  | 'sent'
  | 'refused' // with a 401
  | 'broken' // no answer, or another failure
  | 'put-off' // it has failed, and the application will try again
  | 'answered'
  | 'failed';

/** Something that was seen to happen in one tab. It is told to the other tabs, so it never holds a token. */
export type Sighting = {
  /** When, in a time that all tabs share, in milliseconds. */
  readonly at: number;
} & (
  | { readonly of: 'request'; readonly request: number; readonly stage: RequestStage; readonly why?: string }
  | { readonly of: 'refresh'; readonly stage: 'begun' | 'over' }
  | { readonly of: 'session'; readonly state: SessionStage; readonly generation: number }
);

export type SessionStage = 'signed-in' | 'no-answer' | 'signed-out';

/** Tells what is seen of one request. */
export type See = (stage: RequestStage, why?: string) => void;

/** Now, in the time that all tabs share: whatever the clock of the page is made to say. */
export function sharedNow(): number {
  return performance.timeOrigin + performance.now();
}
