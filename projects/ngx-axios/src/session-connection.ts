import { inject } from '@angular/core';
import { AxiosInstance } from 'axios';
import { Session, ɵExchanges as Exchanges } from 'ngx-axios/session';
import { ConnectedSession } from './axios-feature';
import { NETWORK } from './network';
import { connectSession } from './session-seam';

/** Makes, in an injection context, what connects axios instances with the session that is provided there or further up. */
export function sessionConnection(): (instance: AxiosInstance) => ConnectedSession {
  const exchanges = inject(Exchanges);
  const session = inject(Session);
  const network = inject(NETWORK, { optional: true })?.adapter ?? null;

  return (instance) => ({ session, begin: connectSession(instance, exchanges, network) });
}
