import { inject, Injectable } from '@angular/core';
import { AxiosClient, AxiosEvent } from 'ngx-axios';
import { Observable } from 'rxjs';

export interface Note {
  readonly id: number;
  readonly text: string;
}

/** What the server says of a file that it has received. */
export interface Receipt {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

@Injectable({ providedIn: 'root' })
export class Notes {
  readonly #axios = inject(AxiosClient);

  list(): Observable<Note[]> {
    return this.#axios.get<Note[]>('/notes');
  }

  add(text: string): Observable<Note> {
    return this.#axios.post<Note>('/notes', { text });
  }

  remove({ id }: Note): Observable<unknown> {
    return this.#axios.delete(`/notes/${id}`);
  }

  upload(file: File): Observable<AxiosEvent<Receipt>> {
    const data = new FormData();
    data.append('file', file);

    return this.#axios.events<Receipt>({ method: 'post', url: '/files', data });
  }
}
