import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { concatMap } from 'rxjs';

/** The guarded page of an application that has HttpClient. */
@Component({
  selector: 'app-http-page',
  template: `
    <h1>Work</h1>
    <p id="who">{{ who() }}</p>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HttpPage {
  readonly who = signal('nobody yet');

  constructor() {
    const http = inject(HttpClient);
    const delay = inject(ActivatedRoute).snapshot.queryParamMap.get('delay') ?? '0';
    http
      .get('/cookies/api/notes', { params: { delay } })
      .pipe(concatMap(() => http.get<{ name: string }>('/cookies/api/me')))
      .subscribe({ next: ({ name }) => this.who.set(name), error: () => undefined });
  }
}
