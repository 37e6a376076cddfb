/** DELETE /api/v1/invitations/:id */
import { InvitationParams } from '@gauntlet/contract';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeRevokeInvitation(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/invitations/:id',
    schema: {
      tags: ['people'],
      summary: 'Revoke an open invitation',
      params: InvitationParams,
      response: { 204: z.null().describe('revoked') },
    },
    handler: async (request, reply) => {
      accepted(await people.revokeInvitation(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
