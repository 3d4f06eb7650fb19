import '@angular/compiler'; // the package is linked as the page loads
import type { ApplicationRef, ProviderToken } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import axios, { type AxiosAdapter } from 'axios';
import { AxiosClient, provideAxios, Session, type TokenSet, withSession } from 'ngx-axios';
import { ɵExchanges as Exchanges } from 'ngx-axios/session';
import { firstValueFrom } from 'rxjs';
import type { Errand, Outcome, Settings } from './errand';
import { WRONG_VERDICTS } from './wrong-verdicts';

/** How many requests are on their way at once. */
const ABREAST = 16;

const rightVerdict = Exchanges.prototype.allows;
let application: ApplicationRef | undefined;
let header: string;

/** A client with a session that somebody is signed in to. */
async function signIn(settings: Settings): Promise<void> {
  const { origins, adapter, redirects, refreshToken, refreshURL = '', wrongVerdict, accessToken } = settings;
  const authorize = settings.header ? (token: string) => ({ [header]: token }) : undefined;
  header = settings.header ?? 'Authorization';
  Exchanges.prototype.allows = wrongVerdict ? (url) => WRONG_VERDICTS[wrongVerdict](url, origins) : rightVerdict;
  const refresh = (tokens: TokenSet, http: AxiosClient) =>
    http.post<TokenSet>(refreshURL, { refreshToken: tokens.refreshToken });
  application?.destroy();
  application = await createApplication({
    providers: [
      provideRouter([]),
      provideAxios(
        { timeout: 20_000, ...(adapter && { adapter }) },
        withSession({ tokens: 'body', origins, refresh, redirects, ...(authorize && { authorize }) }),
      ),
    ],
  });
  get(Session).start({ accessToken, refreshToken });
}

function get<T>(type: ProviderToken<T>): T {
  return application!.injector.get(type);
}

/** Puts a `<base>` into the document, as an injected script or a careless template would. */
function setBase(href: string | undefined): void {
  document.querySelector('base')?.remove();
  if (href === undefined) return;

  const base = document.createElement('base');
  base.href = href;
  document.head.prepend(base);
}

/** Sends through the client, some at a time. Both ways JSON, which alone brings half characters over unharmed. */
async function send(errands: string): Promise<string> {
  const left = [...(JSON.parse(errands) as Errand[]).entries()];
  const outcomes: Outcome[] = [];
  const next = async (): Promise<void> => {
    for (let entry = left.shift(); entry; entry = left.shift()) outcomes[entry[0]] = await sendOne(entry[1]);
  };
  await Promise.all(Array.from({ length: ABREAST }, next));

  return JSON.stringify(outcomes);
}

async function sendOne({ adapter, ...errand }: Errand): Promise<Outcome> {
  const outcome: Outcome = { attached: false, hasUserInfo: hasUserInfo(errand) };
  const watched: AxiosAdapter = (config) => {
    outcome.attached = config.headers.has(header);

    return axios.getAdapter(adapter!)(config);
  };
  try {
    await firstValueFrom(get(AxiosClient).request(adapter ? { ...errand, adapter: watched } : errand));
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    outcome.failure = code ?? message;
  }

  return outcome;
}

function hasUserInfo(errand: Errand): boolean {
  try {
    const { username, password } = new URL(axios.getUri(errand), document.baseURI);

    return username + password !== '';
  } catch {
    return false;
  }
}

/** Refreshes, and answers the name of the error if there is one. */
async function refresh(): Promise<string | undefined> {
  try {
    await firstValueFrom(get(Session).refresh$);

    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
}

Object.assign(globalThis, { signIn, setBase, send, refresh });
