import type { WrongVerdict } from './errand';

type Verdict = (url: string, origins: readonly string[]) => boolean;

/** Verdicts that let tokens out, or hold them back, in ways that are easy to write and easy to overlook. */
export const WRONG_VERDICTS: Record<WrongVerdict, Verdict> = {
  'starts with': (url, origins) => granted(url, () => origins.some((origin) => url.startsWith(origin))),
  'host only': (url, origins) =>
    granted(url, ({ hostname }) => origins.some((origin) => new URL(origin).hostname === hostname)),
  suffix: (url, origins) => granted(url, ({ origin }) => origins.some((allowed) => origin.endsWith(allowed.slice(8)))),
  'absolute URLs only': (url, origins) =>
    granted(url, ({ origin }) => !/^(https?:)?\/\//.test(url) || origins.includes(origin)),
  'ignores <base>': (url, origins) =>
    granted(url, () => {
      const asked = new URL(url, 'https://api.example.com/');
      return origins.includes(asked.origin) && !asked.username && !asked.password;
    }),
  never: () => false,
};

function granted(url: string, test: (parsed: URL) => boolean): boolean {
  try {
    return test(new URL(url, document.baseURI));
  } catch {
    return false;
  }
}
