/** POST /api/v1/invitations */
import { InvitationCreated, InvitationRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';

export function routeCreateInvitation(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/invitations',
    schema: {
      tags: ['people'],
      summary: 'Invite somebody by a link, which is good once',
      body: InvitationRequest,
      response: { 201: InvitationCreated },
    },
    handler: async (request, reply) => {
      const made = accepted(await people.createInvitation(actorOf(request), request.body));
      const { invitationId, token } = made;
      const view = found(await people.invitationNow(invitationId), `invitation ${invitationId}`);
      reply.code(201).header('cache-control', 'no-store');
      return reply.send({ ...view, link: `/invitation?token=${token}` });
    },
  });
}
