import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What is read and written of a `package.json`. */
export interface Manifest {
  version?: string;
  sideEffects?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  overrides?: Record<string, string>;
  exports?: Record<string, Record<string, string>>;
}

export const WORKSPACE = resolve(import.meta.dirname, '../..');
export const PACKAGE = join(WORKSPACE, 'dist/ngx-axios');

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
}

/** The versions of all that this workspace asks for. */
export function ownVersions(): Record<string, string> {
  const { dependencies, devDependencies } = readManifest(WORKSPACE);

  return { ...dependencies, ...devDependencies };
}

/** The same with Angular in this workspace's exact versions, because the generated ranges mix releases that do not fit together. */
export function withOwnAngular(generated: Manifest): Manifest {
  const angular = Object.fromEntries(Object.entries(ownVersions()).filter(([name]) => name.startsWith('@angular/')));
  const pin = (wanted: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(wanted).map(([name, range]) => [name, angular[name] ?? range]));

  return {
    ...generated,
    dependencies: pin(generated.dependencies),
    devDependencies: pin(generated.devDependencies),
    overrides: angular,
  };
}
