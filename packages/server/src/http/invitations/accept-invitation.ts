/** POST /api/v1/invitations/accept: an account by the token of an invitation, and a session. */
import { InvitationAcceptance, SignedIn } from '@gauntlet/contract';
import { answerSignedIn } from '../auth/signed-in.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { visitorOf } from '../session-cookies.ts';

export function routeAcceptInvitation(app: App, { people }: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/api/v1/invitations/accept',
    schema: {
      tags: ['people'],
      summary: 'Make the account that an invitation is for, and begin a session',
      body: InvitationAcceptance,
      response: { 200: SignedIn },
    },
    handler: async (request, reply) => {
      const tokens = accepted(await people.acceptInvitation(request.body, visitorOf(request)));
      return answerSignedIn(request, reply, settings, tokens);
    },
  });
}
