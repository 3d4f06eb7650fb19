import { ModuleWithProviders, NgModule } from '@angular/core';
import { CreateAxiosDefaults } from 'axios';
import { AxiosFeature } from './axios-feature';
import { provideAxios } from './provide-axios';

/**
 * `provideAxios` for applications built of modules.
 *
 * @example
 * ```ts
 * import { NgModule } from '@angular/core';
 * import { AxiosModule } from 'ngx-axios';
 *
 * @NgModule({ imports: [AxiosModule.forRoot({ baseURL: '/api' })] })
 * export class AppModule {}
 * ```
 */
@NgModule()
export class AxiosModule {
  /** Takes what `provideAxios` takes. */
  static forRoot(config?: CreateAxiosDefaults, ...features: AxiosFeature[]): ModuleWithProviders<AxiosModule> {
    return { ngModule: AxiosModule, providers: [provideAxios(config, ...features)] };
  }
}
