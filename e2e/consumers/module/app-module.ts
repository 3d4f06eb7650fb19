import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { NgModule, provideBrowserGlobalErrorListeners, provideZoneChangeDetection } from '@angular/core';
import { BrowserModule } from '@angular/platform-browser';
import { AxiosModule } from 'ngx-axios';
import { sessionInterceptor } from 'ngx-axios/http';
import { App } from './app';
import { AppRoutingModule } from './app-routing-module';
import { features } from './features';
import { Journey } from './journey';

@NgModule({
  declarations: [App],
  imports: [BrowserModule, AppRoutingModule, AxiosModule.forRoot({ baseURL: '/api' }, ...features), Journey],
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZoneChangeDetection({ eventCoalescing: true }), // as generated
    provideHttpClient(withInterceptors([sessionInterceptor])),
  ],
  bootstrap: [App],
})
export class AppModule {}
