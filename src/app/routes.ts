import { Routes } from '@angular/router';
import { AuthGuard } from 'ngx-axios';
import { LoginPage } from './login-page';
import { PlaygroundPage } from './playground/playground-page';

export const routes: Routes = [
  { path: '', pathMatch: 'full', title: 'ngx-axios playground', component: PlaygroundPage },
  { path: 'login', title: 'Sign in · ngx-axios playground', component: LoginPage },
  {
    path: 'notes',
    title: 'Notes · ngx-axios playground',
    canActivate: [AuthGuard],
    loadComponent: () => import('./notes-page').then(({ NotesPage }) => NotesPage),
  },
  {
    path: 'docs',
    loadChildren: () => import('./documentation/documentation.routes').then((file) => file.DOCUMENTATION_ROUTES),
  },
  { path: '**', redirectTo: '' },
];
