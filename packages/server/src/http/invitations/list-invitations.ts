/** GET /api/v1/invitations */
import { InvitationList, InvitationQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListInvitations(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/invitations',
    schema: {
      tags: ['people'],
      summary: 'Invitations into your team, or with the scope admin into all, the newest first',
      querystring: InvitationQuery,
      response: { 200: InvitationList },
    },
    handler: async (request) => accepted(await people.listInvitations(actorOf(request), request.query)),
  });
}
