/** The ways to send that share one session. */
export const CLIENTS = {
  axios: 'AxiosClient',
  promise: 'Promises: axiosRef',
  http: 'HttpClient',
} as const;

export type ClientName = keyof typeof CLIENTS;
