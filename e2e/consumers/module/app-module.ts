import { NgModule, provideBrowserGlobalErrorListeners } from '@angular/core';
import { BrowserModule } from '@angular/platform-browser';
import { AxiosModule, TokenSet, withSession } from 'ngx-axios';
import { App } from './app';
import { AppRoutingModule } from './app-routing-module';
import { FiftyRequests } from './fifty-requests';

@NgModule({
  declarations: [App],
  imports: [
    BrowserModule,
    AppRoutingModule,
    AxiosModule.forRoot(
      { baseURL: '/api' },
      withSession({
        tokens: 'access-in-memory',
        refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
        login: '/login',
      }),
    ),
    FiftyRequests,
  ],
  providers: [provideBrowserGlobalErrorListeners()],
  bootstrap: [App],
})
export class AppModule {}
