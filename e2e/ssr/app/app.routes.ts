import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { Routes } from '@angular/router';
import { AuthGuard, provideAxios, TokenSet, withEarlyRefresh, withSession, withTabs } from 'ngx-axios';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import { AboutPage } from './about-page';
import { HttpPage } from './http-page';
import { LoginPage } from './login-page';
import { WorkPage } from './work-page';

/** Nothing on a server waits so long; told by its length, a timer of the session is found among all others. */
const DEADLINE = 21_001;

const pages: Routes = [
  { path: 'about', component: AboutPage },
  { path: 'login', component: LoginPage },
  { path: 'work', canActivate: [AuthGuard], component: WorkPage },
];

/** One application for each kind of session. */
export const routes: Routes = [
  {
    path: 'cookies',
    providers: [
      provideAxios(
        { baseURL: '/cookies/api' },
        withSession({
          tokens: 'cookies',
          refresh: (_tokens, http) => http.post('/auth/refresh'),
          login: '/cookies/login',
          deadline: DEADLINE,
        }),
        withTabs({ namespace: 'cookies' }),
        withEarlyRefresh(),
      ),
    ],
    children: pages,
  },
  {
    path: 'memory',
    providers: [
      provideAxios(
        { baseURL: '/api' },
        withSession({
          tokens: 'access-in-memory',
          refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
          login: '/memory/login',
          deadline: DEADLINE,
        }),
        withTabs({ namespace: 'memory' }),
        withEarlyRefresh(),
      ),
    ],
    children: pages,
  },
  {
    path: 'http',
    providers: [
      provideHttpClient(withInterceptors([sessionInterceptor])),
      provideHttpSession({
        tokens: 'cookies',
        refresh: (_tokens, http) => http.post('/cookies/api/auth/refresh', null),
        name: 'http',
        deadline: DEADLINE,
      }),
    ],
    children: [{ path: 'work', canActivate: [AuthGuard], component: HttpPage }],
  },
];
