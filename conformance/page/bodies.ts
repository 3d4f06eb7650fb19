import type { Errand } from './errand.ts';

/** The body of an errand, made anew for each. */
export function makeBody(kind: Errand['body'], url: string): unknown {
  if (kind === 'json') return { text: `a note: ${url}` };
  if (kind === 'bytes') return bytes().buffer;
  if (kind !== 'form') return undefined;

  const form = new FormData();
  form.append('file', new File([bytes()], 'file.bin'));

  return form;
}

/** All bytes there are, some times over. */
const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: 5_000 }, (_, n) => n % 256);
