/** DELETE /api/v1/me/sessions/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { SessionParams } from '../route-parameters.ts';

export function routeEndSession(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/me/sessions/:id',
    schema: {
      tags: ['people'],
      summary: "End one of one's own sessions",
      params: SessionParams,
      response: { 204: z.null().describe('ended') },
    },
    handler: async (request, reply) => {
      accepted(await identity.endSession(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
