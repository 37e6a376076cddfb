/** POST /api/v1/users/:id/password-reset */
import { PasswordResetLink, PasswordResetRequest, UserParams } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeCreatePasswordReset(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/users/:id/password-reset',
    schema: {
      tags: ['people'],
      summary: 'Make a link by which a person sets a new password, once; it ends the last one',
      params: UserParams,
      body: PasswordResetRequest,
      response: { 201: PasswordResetLink },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const { expiresInMinutes } = request.body;
      const made = accepted(await people.createPasswordReset(actorOf(request), id, expiresInMinutes));
      reply.code(201).header('cache-control', 'no-store');
      const link = `/password-reset?token=${made.token}`;
      return reply.send({ link, expiresAt: made.expiresAt.toISOString() });
    },
  });
}
