import { Component } from '@angular/core';
import { Journey } from './journey';

@Component({ imports: [Journey], selector: 'app-root', templateUrl: './app.html' })
export class App {}
