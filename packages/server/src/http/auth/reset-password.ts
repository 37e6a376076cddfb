/** POST /api/v1/auth/password-reset: a new password by the token of a reset link, and a session. */
import { PasswordResetUse, SignedIn } from '@gauntlet/contract';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { visitorOf } from '../session-cookies.ts';
import { answerSignedIn } from './signed-in.ts';

export function routeResetPassword(app: App, { people }: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/password-reset',
    schema: {
      tags: ['people'],
      summary: 'Set a new password by a reset link; all earlier sessions end, and a new one begins',
      body: PasswordResetUse,
      response: { 200: SignedIn },
    },
    handler: async (request, reply) => {
      const tokens = accepted(await people.resetPassword(request.body, visitorOf(request)));
      return answerSignedIn(request, reply, settings, tokens);
    },
  });
}
