/** PUT and DELETE /api/v1/views/:id/default */
import { ViewView } from '@gauntlet/contract';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ViewParams } from '../route-parameters.ts';

const URL = '/api/v1/views/:id/default';

export function routeSetDefaultView(app: App, { views }: Pick<HttpDeps, 'views'>): void {
  app.route({
    method: 'PUT',
    url: URL,
    schema: {
      tags: ['views'],
      summary: "Begin the asker's own list with this view",
      params: ViewParams,
      response: { 200: ViewView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await views.setDefault(actor, id, 'default'));
      return found(await views.show(actor, id), `view ${id}`);
    },
  });
  app.route({
    method: 'DELETE',
    url: URL,
    schema: {
      tags: ['views'],
      summary: "Begin the asker's own list with all executions again, if this view was it",
      params: ViewParams,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      accepted(await views.setDefault(actorOf(request), request.params.id, 'plain'));
      return reply.code(204).send(null);
    },
  });
}
