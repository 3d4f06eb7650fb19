import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Report } from './report';

@Component({
  selector: 'app-work-page',
  template: `
    <h1>Work</h1>
    <p id="session">{{ report.session }}</p>
    <button (click)="report.fire()">Fire 50 requests</button>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WorkPage {
  readonly report = inject(Report);
}
