import { APP_BASE_HREF } from '@angular/common';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { AuthGuard } from 'ngx-axios';
import { App } from './app';
import { flowA } from './flow-a';
import { flowB } from './flow-b';
import { flowC } from './flow-c';
import { flowD } from './flow-d';
import { flowE } from './flow-e';
import { LoginPage } from './login-page';
import { WorkPage } from './work-page';

const FLOWS = { a: flowA, b: flowB, c: flowC, d: flowD, e: flowE };

// One application, configured as the first part of its path says: /pages/a/ to /pages/e/.
const flow = location.pathname.split('/')[2] as keyof typeof FLOWS;

void bootstrapApplication(App, {
  providers: [
    { provide: APP_BASE_HREF, useValue: `/pages/${flow}` },
    provideRouter([
      { path: 'login', component: LoginPage },
      { path: 'work', canActivate: [AuthGuard], component: WorkPage },
    ]),
    FLOWS[flow](),
  ],
});
