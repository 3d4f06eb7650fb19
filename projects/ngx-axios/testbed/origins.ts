declare const __karma__: { config: { backend: string } };

/** The real server that runs beside Karma. */
export const BACKEND = __karma__.config.backend;

/** The same server under another origin. */
export const ELSEWHERE = BACKEND.replace('localhost', '127.0.0.1');
