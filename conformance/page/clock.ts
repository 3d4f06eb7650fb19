/** How wrong the clock of the device is, in milliseconds: what runs before the page reads it. */
interface Clock {
  ahead: number;
}

const clock = (): Clock => (globalThis as unknown as { clock: Clock }).clock;

/** The clock goes on for so many milliseconds at once. Answers what puts it back. */
export function advance(milliseconds: number): () => void {
  clock().ahead += milliseconds;

  return () => void (clock().ahead -= milliseconds);
}
