/** POST /api/v1/views */
import { ViewRequest, ViewView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';

export function routeCreateView(app: App, { views }: Pick<HttpDeps, 'views'>): void {
  app.route({
    method: 'POST',
    url: '/api/v1/views',
    schema: {
      tags: ['views'],
      summary: 'Save filters of the list of executions under a name',
      description: 'To share it takes the scope `submit` too.',
      body: ViewRequest,
      response: { 201: ViewView },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const viewId = accepted(await views.create(actor, request.body));
      reply.code(201);
      return found(await views.viewNow(actor, viewId), `view ${viewId}`);
    },
  });
}
