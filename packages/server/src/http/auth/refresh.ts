/** POST /api/v1/auth/refresh: the refresh cookie for a new access token, and the next refresh cookie. */
import { SignedIn } from '@gauntlet/contract';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { clearSessionCookies, REFRESH_COOKIE, visitorOf } from '../session-cookies.ts';
import { answerSignedIn } from './signed-in.ts';

export function routeRefresh(app: App, { identity }: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/refresh',
    schema: {
      tags: ['people'],
      summary: 'Go on with a session: its refresh cookie is good once',
      response: { 200: SignedIn },
    },
    handler: async (request, reply) => {
      const token = request.cookies[REFRESH_COOKIE] ?? '';
      const refreshed = await identity.refreshSession(token, visitorOf(request));
      if (!refreshed.ok) clearSessionCookies(reply, settings);
      return answerSignedIn(request, reply, settings, accepted(refreshed));
    },
  });
}
