import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { AxiosClient, provideAxios, Session, type SessionOptions, type TokenSet, withSession } from 'ngx-axios';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import type { Observable } from 'rxjs';
import { application, observing } from './application.ts';
import type { Network, Open, Tokens } from './contender.ts';

/** What both clients can do that `refresh` is handed. */
interface Http {
  post<T>(url: string, body: unknown): Observable<T>;
}

const session = (refreshUrl: string): SessionOptions<Http> => ({
  tokens: 'body',
  deadline: 600_000, // a hundred thousand take their time to come together
  refresh: ({ refreshToken }, http) => (refreshToken ? http.post<TokenSet>(refreshUrl, { refreshToken }) : null),
});

async function axiosClient(network: Network, tokens: Tokens): Promise<AxiosClient> {
  const { baseURL, adapter } = network;
  const injector = await application(network, [
    provideAxios({ baseURL, ...(adapter ? { adapter } : {}) }, withSession(session('/auth/refresh'))),
  ]);
  injector.get(Session).start(tokens);

  return injector.get(AxiosClient);
}

export const ngxAxiosClient: Open = async (network, tokens) => {
  const client = await axiosClient(network, tokens);

  return observing((url) => client.get(url));
};

export const ngxAxiosRef: Open = async (network, tokens) => {
  const { axiosRef } = await axiosClient(network, tokens);

  return { get: (url) => axiosRef.get(url) };
};

/** `AxiosClient` over fetch, whose requests may have a priority, and the refresh another one. */
const overFetch =
  (requests: RequestPriority, refresh: RequestPriority): Open =>
  async ({ baseURL }, tokens) => {
    const injector = await application({ baseURL }, [
      provideAxios(
        { baseURL, adapter: 'fetch', fetchOptions: { priority: requests } },
        withSession({
          tokens: 'body',
          refresh: ({ refreshToken }, http) =>
            http.post<TokenSet>('/auth/refresh', { refreshToken }, { fetchOptions: { priority: refresh } }),
        }),
      ),
    ]);
    injector.get(Session).start(tokens);
    const client = injector.get(AxiosClient);

    return observing((url) => client.get(url));
  };

export const ngxAxiosFetch = overFetch('auto', 'auto');
export const ngxAxiosOvertaking = overFetch('low', 'high');

/** `AxiosClient` without a session. */
export const ngxAxiosAlone: Open = async (network) => {
  const { baseURL, adapter } = network;
  const injector = await application(network, [provideAxios({ baseURL, ...(adapter ? { adapter } : {}) })]);
  const client = injector.get(AxiosClient);

  return observing((url) => client.get(url));
};

export const ngxAxiosHttp: Open = async (network, tokens) => {
  const { baseURL } = network;
  const injector = await application(network, [
    provideHttpClient(withInterceptors([sessionInterceptor])),
    provideHttpSession(session(`${baseURL}/auth/refresh`)),
  ]);
  injector.get(Session).start(tokens);
  const http = injector.get(HttpClient);

  return observing((url) => http.get(baseURL + url));
};
