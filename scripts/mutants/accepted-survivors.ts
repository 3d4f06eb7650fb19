import { readFileSync } from 'node:fs';
import type { Survivor } from './survivor.ts';

export type AcceptedSurvivor = Survivor & { readonly reason: string };

/** Where the reasons are. */
export const ACCEPTED = 'projects/ngx-axios/mutants.json';

/** The survivors that may live, each with its reason. Found by their code, not by its line, which changes. */
export class AcceptedSurvivors {
  readonly #accepted = JSON.parse(readFileSync(ACCEPTED, 'utf8')) as AcceptedSurvivor[];

  reasonFor(survivor: Survivor): string | undefined {
    return this.#accepted.find((accepted) => keyOf(accepted) === keyOf(survivor))?.reason;
  }

  /** Those in these files for which there is no such survivor any more. */
  outdated(files: string[], survivors: Survivor[]): AcceptedSurvivor[] {
    const keys = new Set(survivors.map(keyOf));

    return this.#accepted.filter((accepted) => files.includes(accepted.file) && !keys.has(keyOf(accepted)));
  }
}

function keyOf({ file, mutator, original, replacement }: Survivor): string {
  return JSON.stringify([file, mutator, original, replacement]);
}
