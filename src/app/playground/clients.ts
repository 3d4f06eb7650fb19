import { HttpClient, HttpContext } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { AxiosClient } from 'ngx-axios';
import { defer, Observable } from 'rxjs';
import { ClientName } from './client-name';
import { KIND, KINDS } from './kind';
import { See } from './sighting';
import { seenBy } from './seen-by';
import { SEE } from './see-interceptor';

/** Asks the API for the notes, by each of the clients, and tells what is seen on the wire meanwhile. */
@Injectable({ providedIn: 'root' })
export class Clients {
  readonly #axios = inject(AxiosClient);
  readonly #http = inject(HttpClient);
  readonly #baseURL = KINDS[inject(KIND)].baseURL;

  /**
   * @param n - Tells requests apart: Chromium sends equal GETs one after another, because the first answer might do for all.
   */
  send(client: ClientName, n: string, see: See): Observable<unknown> {
    switch (client) {
      case 'axios':
        return this.#axios.get('/notes', { params: { n }, adapter: seenBy(see) });
      case 'promise':
        return defer(() => this.#axios.axiosRef.get('/notes', { params: { n }, adapter: seenBy(see) }));
      case 'http':
        return this.#http.get(`${this.#baseURL}/notes`, { params: { n }, context: new HttpContext().set(SEE, see) });
    }
  }
}
