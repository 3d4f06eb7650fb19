import { inject } from '@angular/core';
import { Axios, AxiosError, AxiosInstance } from 'axios';
import { ɵisInBrowser as isInBrowser, ɵSERVER_REQUESTS as SERVER_REQUESTS } from 'ngx-axios/session';

declare const ngDevMode: boolean | undefined;

/**
 * Completes relative URLs on a server, where there is no address of a page that would do it: with the origin that the application has
 * named, or not at all. Call it in an injection context.
 */
export function completeUrls(instance: AxiosInstance): void {
  const server = inject(SERVER_REQUESTS, { optional: true });
  if (server) {
    instance.interceptors.request.use(
      (config) => {
        const { url = '', baseURL = '' } = config;
        if (baseURL || !URL.canParse(url)) config.baseURL = server.complete(baseURL);

        return config;
      },
      undefined,
      { synchronous: true },
    );
  } else if ((typeof ngDevMode === 'undefined' || ngDevMode) && !isInBrowser()) refuseRelativeUrls(instance);
}

/** Says what is missing, which whoever sends cannot know. */
function refuseRelativeUrls({ interceptors }: AxiosInstance): void {
  const bare = new Axios({});
  interceptors.request.use((config) => {
    const { url, baseURL = '', allowAbsoluteUrls } = config;
    const asked = bare.getUri({ url, baseURL, allowAbsoluteUrls });
    if (URL.canParse(asked)) return config;

    throw new AxiosError(
      `On a server ${asked} leads nowhere: add \`provideServerRequests({ origin })\` to the providers of the server.`,
      AxiosError.ERR_INVALID_URL,
      config,
    );
  });
}
