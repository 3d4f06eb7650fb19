import { Routes } from '@angular/router';
import { AuthGuard } from 'ngx-axios';
import { HomePage } from './home-page';
import { LoginPage } from './login-page';

export const routes: Routes = [
  { path: '', pathMatch: 'full', title: 'ngx-axios demo', component: HomePage },
  { path: 'login', title: 'Sign in · ngx-axios demo', component: LoginPage },
  {
    path: 'notes',
    title: 'Notes · ngx-axios demo',
    canActivate: [AuthGuard],
    loadComponent: () => import('./notes-page').then(({ NotesPage }) => NotesPage),
  },
  {
    path: 'storm',
    title: 'Storm · ngx-axios demo',
    canActivate: [AuthGuard],
    loadComponent: () => import('./storm-page').then(({ StormPage }) => StormPage),
  },
  {
    path: 'docs',
    loadChildren: () => import('./documentation/documentation.routes').then((file) => file.DOCUMENTATION_ROUTES),
  },
  { path: '**', redirectTo: '' },
];
