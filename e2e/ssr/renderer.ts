import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the application exports that `ng build ssr` has built. */
export interface Renderer {
  readonly engine: { handle(request: Request): Promise<Response | null> };
  readonly reqHandler: (request: IncomingMessage, response: ServerResponse, next: () => void) => Promise<void>;
}

/** Loads the renderer into this process. It asks the API that is told to it first. */
export function loadRenderer(apiOrigin: string): Promise<Renderer> {
  process.env['API_ORIGIN'] = apiOrigin;

  return import(new URL('../../dist/ssr/server/server.mjs', import.meta.url).href) as Promise<Renderer>;
}
