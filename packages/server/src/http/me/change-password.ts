/** PUT /api/v1/me/password: sets or changes one's own password and ends one's other sessions. */
import { PasswordRequest } from '@gauntlet/contract';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeChangePassword(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'PUT',
    url: '/api/v1/me/password',
    schema: {
      tags: ['people'],
      summary: "Set one's own password; one's other sessions end",
      body: PasswordRequest,
      response: { 204: z.null().describe('set') },
    },
    handler: async (request, reply) => {
      const { current = null, password } = request.body;
      accepted(await identity.changePassword(actorOf(request), { current, password }));
      return reply.code(204).send(null);
    },
  });
}
