/** A promise that a system has not kept: what was seen instead. */
export class Unkept extends Error {
  override readonly name: string = 'Unkept';
}

/** A request that has not settled after all the time that a scenario gives it. */
export class Hang extends Unkept {
  override readonly name = 'Hang';
}
