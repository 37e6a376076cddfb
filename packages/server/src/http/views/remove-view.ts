/** DELETE /api/v1/views/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { ViewParams } from '../route-parameters.ts';

export function routeRemoveView(app: App, { views }: Pick<HttpDeps, 'views'>): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/views/:id',
    schema: {
      tags: ['views'],
      summary: 'Delete a view; for a day it can be restored',
      params: ViewParams,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      accepted(await views.remove(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
