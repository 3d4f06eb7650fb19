import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Report } from './report';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: `
    <router-outlet />
    <output [attr.data-run]="report.run()">{{ report.text() }}</output>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  readonly report = inject(Report);
}
