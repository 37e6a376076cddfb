/** DELETE /api/v1/tokens/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { TokenParams } from '../route-parameters.ts';

export function routeRevokeToken(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/tokens/:id',
    schema: {
      tags: ['people'],
      summary: "Revoke one of one's own tokens",
      params: TokenParams,
      response: { 204: z.null().describe('revoked') },
    },
    handler: async (request, reply) => {
      const revoked = await identity.revokeToken(actorOf(request), request.params.id);
      found(revoked || null, `token ${request.params.id} of yours`);
      return reply.code(204).send(null);
    },
  });
}
