import 'axios';

declare module 'axios' {
  interface AxiosRequestConfig<D, P> {
    /** `false`: this request has nothing to do with the session. It carries no credentials and its 401 is just an answer. */
    session?: false;
    /**
     * `false`: never send this request a second time. When its token had expired, that is refreshed and the request fails with
     * `NotReplayableError`.
     */
    replay?: false;
  }
}
