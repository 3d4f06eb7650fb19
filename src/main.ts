import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { configOf } from './app/app.config';
import { kindOfPage, rememberKind } from './app/playground/kind';

const kind = kindOfPage();
rememberKind(kind);

bootstrapApplication(App, configOf(kind)).catch((error: unknown) => console.error(error));
