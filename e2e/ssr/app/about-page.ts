import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { AxiosClient, Session } from 'ngx-axios';

/** A public page, rendered while the application is built. It asks all the same. */
@Component({
  selector: 'app-about-page',
  template: `
    <h1>About</h1>
    <p id="phase">{{ session.state().phase }}</p>
    <p id="answer">{{ answer() }}</p>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AboutPage {
  readonly session = inject(Session);
  readonly answer = signal('');

  constructor() {
    inject(AxiosClient)
      .request({ url: '/me', validateStatus: () => true })
      .subscribe({
        next: ({ status }) => this.answer.set(String(status)),
        error: () => this.answer.set('none'),
      });
  }
}
