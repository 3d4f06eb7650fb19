import type { System } from '../systems/system.ts';
import { Stage } from './stage.ts';

/** Sets a page up with the system that it is bundled with. */
export function begin(system: System): void {
  Object.assign(globalThis, { stage: new Stage(system) });
}
