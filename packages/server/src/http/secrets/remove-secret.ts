/** DELETE /api/v1/secrets/:name */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { SecretParams } from '../route-parameters.ts';

export function routeRemoveSecret(app: App, { secrets }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/secrets/:name',
    schema: {
      tags: ['people'],
      summary: 'Remove a secret of the team, or of the project',
      params: SecretParams,
      response: { 204: z.null().describe('removed') },
    },
    handler: async (request, reply) => {
      const removed = await secrets.remove(actorOf(request), request.params.name);
      found(removed || null, `secret "${request.params.name}"`);
      return reply.code(204).send(null);
    },
  });
}
