/** POST /api/v1/users */
import { UserCreated, UserRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeCreateUser(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/users',
    schema: {
      tags: ['people'],
      summary: 'Make an account; the link in the answer is the way in, once',
      body: UserRequest,
      response: { 201: UserCreated },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const { userId, code, expiresAt } = accepted(await people.createUser(actor, request.body));
      const user = accepted(await people.showUser(actor, userId));
      reply.code(201).header('cache-control', 'no-store');
      return reply.send({ ...user, link: `/signin?code=${code}`, linkExpiresAt: expiresAt.toISOString() });
    },
  });
}
