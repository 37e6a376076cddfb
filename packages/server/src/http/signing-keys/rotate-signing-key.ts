/** POST /api/v1/signing-keys: another key signs access tokens from now on; what was signed stays good. */
import { SigningKeyMade } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeRotateSigningKey(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/signing-keys',
    schema: {
      tags: ['people'],
      summary: 'Make a new key for access tokens',
      response: { 201: SigningKeyMade },
    },
    handler: async (request, reply) => {
      const kid = await identity.rotateSigningKey(actorOf(request));
      return reply.code(201).send({ kid });
    },
  });
}
