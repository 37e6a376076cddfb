/** POST /api/v1/sign-in-links: lets the asker into the browser, once. A session has every scope: so must the asker. */
import { SignInLink } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeCreateSignInLink(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/sign-in-links',
    schema: {
      tags: ['people'],
      summary: 'Make a link that signs the asker in, once',
      response: { 201: SignInLink },
    },
    handler: async (request, reply) => {
      const { code, expiresAt } = await identity.createSignInLink(actorOf(request));
      reply.code(201).header('cache-control', 'no-store');
      return reply.send({ link: `/signin?code=${code}`, expiresAt: expiresAt.toISOString() });
    },
  });
}
