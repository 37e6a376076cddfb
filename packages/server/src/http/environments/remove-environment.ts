/** DELETE /api/v1/environments/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { EnvironmentParams } from '../route-parameters.ts';

export function routeRemoveEnvironment(app: App, { environments }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/environments/:id',
    schema: {
      tags: ['environments'],
      summary: 'Remove an environment that no execution belongs to',
      params: EnvironmentParams,
      response: { 204: z.null().describe('removed') },
    },
    handler: async (request, reply) => {
      accepted(await environments.remove(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
