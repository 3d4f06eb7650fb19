import { Component } from '@angular/core';
import { FiftyRequests } from './fifty-requests';

@Component({ imports: [FiftyRequests], selector: 'app-root', templateUrl: './app.html' })
export class App {}
