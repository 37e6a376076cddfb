/** POST /api/v1/auth/logout: ends the session of the cookies. */
import { z } from 'zod';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { signOut } from './sign-out.ts';

export function routeLogOut(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/logout',
    schema: {
      tags: ['people'],
      summary: 'End the session of the cookies, or of the access token',
      response: { 204: z.null().describe('signed out') },
    },
    handler: async (request, reply) => {
      await signOut(deps, settings, request, reply);
      return reply.code(204).send(null);
    },
  });
}
