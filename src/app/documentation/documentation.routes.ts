import { Routes } from '@angular/router';
import { Documentation } from './documentation';
import { PAGES } from './pages/pages';

/** `/docs` and the pages below it, each of which is loaded when it is shown first. */
export const DOCUMENTATION_ROUTES: Routes = [
  {
    path: '',
    component: Documentation,
    children: [
      ...PAGES.map(({ slug, title, load }) => ({
        path: slug,
        pathMatch: 'full' as const,
        title: `${title} · ngx-axios`,
        loadComponent: load,
      })),
      { path: '**', redirectTo: '' },
    ],
  },
];
