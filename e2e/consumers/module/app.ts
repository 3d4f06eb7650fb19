import { ChangeDetectionStrategy, Component } from '@angular/core';

/** Looked at whenever the zone has seen something happen, as every component was before there were signals. */
@Component({
  selector: 'app-root',
  standalone: false,
  templateUrl: './app.html',
  changeDetection: ChangeDetectionStrategy.Eager,
})
export class App {}
