/** DELETE /api/v1/tokens/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { TokenParams } from '../route-parameters.ts';

export function routeRevokeToken(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/tokens/:id',
    schema: {
      tags: ['people'],
      summary: "Revoke a token: one's own, or of somebody one looks after",
      params: TokenParams,
      response: { 204: z.null().describe('revoked') },
    },
    handler: async (request, reply) => {
      accepted(await identity.revokeToken(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
