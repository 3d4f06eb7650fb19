declare const __karma__: { config: { backend: string; secureBackend: string } };

/** The real server that runs beside Karma. */
export const BACKEND = __karma__.config.backend;

/** The same server under another origin. */
export const ELSEWHERE = BACKEND.replace('localhost', '127.0.0.1');

/** Another real server, with sign-ins of its own, that speaks HTTP/2 over TLS. */
export const SECURE_BACKEND = __karma__.config.secureBackend;
