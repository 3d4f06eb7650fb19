export { provideHttpSession } from './provide-http-session';
export { REPLAY, SESSION } from './request-context';
export { sessionInterceptor } from './session-interceptor';
