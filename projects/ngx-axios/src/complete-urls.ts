import { Axios, AxiosError, AxiosInstance } from 'axios';
import { ɵPage as Page } from 'ngx-axios/session';

const bare = new Axios({});

/**
 * Completes relative URLs on a server, where there is no address of a page that would do it: with the origin that the application has
 * named, or not at all.
 */
export function completeUrls(instance: AxiosInstance, page: Page): void {
  if (page.isInBrowser) return;

  instance.interceptors.request.use(
    (config) => {
      const { url, baseURL = '', allowAbsoluteUrls } = config;
      const asked = bare.getUri({ url, baseURL, allowAbsoluteUrls });
      if (URL.canParse(asked)) return config;
      if (!URL.canParse(asked, page.baseURI)) {
        throw new AxiosError(
          `On a server ${asked} leads nowhere: add \`provideServerRequests({ origin })\` to the providers of the server.`,
          AxiosError.ERR_INVALID_URL,
          config,
        );
      }
      config.baseURL = page.complete(baseURL);

      return config;
    },
    undefined,
    { synchronous: true },
  );
}
