export type { AxiosRequestMatch } from './axios-request-match';
export { AxiosTestingController } from './axios-testing-controller';
export { provideAxiosTesting } from './provide-axios-testing';
export { SessionTesting } from './session-testing';
export { TestRequest } from './test-request';
export type { FlushOptions, TestProgress } from './test-request';
