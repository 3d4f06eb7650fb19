import { afterNextRender, ApplicationRef, ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterOutlet } from '@angular/router';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: `
    <router-outlet />
    <output id="stable">{{ stable() }}</output>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  /** Whether the application has come to rest in the browser. */
  readonly stable = signal('');

  constructor() {
    const application = inject(ApplicationRef);
    afterNextRender(async () => {
      await application.whenStable();
      this.stable.set('stable');
    });
  }
}
