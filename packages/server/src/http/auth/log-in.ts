/** POST /api/v1/auth/login: user name and password for a session. */
import { LoginRequest, SignedIn } from '@gauntlet/contract';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { visitorOf } from '../session-cookies.ts';
import { answerSignedIn } from './signed-in.ts';

export function routeLogIn(app: App, { identity }: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/login',
    schema: {
      tags: ['people'],
      summary: 'Sign in by user name and password',
      body: LoginRequest,
      response: { 200: SignedIn },
    },
    handler: async (request, reply) => {
      const tokens = accepted(await identity.logIn({ ...request.body, visitor: visitorOf(request) }));
      return answerSignedIn(request, reply, settings, tokens);
    },
  });
}
