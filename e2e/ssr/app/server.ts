import { AngularNodeAppEngine, createNodeRequestHandler, writeResponseToNodeResponse } from '@angular/ssr/node';

/** Renders for whatever host it is told, as behind a proxy that checks nothing. */
export const engine = new AngularNodeAppEngine({ allowedHosts: ['*'] });

export const reqHandler = createNodeRequestHandler(async (request, response, next) => {
  const rendered = await engine.handle(request);
  if (rendered) await writeResponseToNodeResponse(rendered, response);
  else next();
});
