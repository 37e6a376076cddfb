/** GET /.well-known/jwks.json: for whoever verifies access tokens. */
import { JsonWebKeys } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';

export function routeShowPublicKeys(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/.well-known/jwks.json',
    schema: {
      tags: ['people'],
      summary: 'Public halves of the keys that sign access tokens',
      response: { 200: JsonWebKeys },
    },
    handler: async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=60');
      return { keys: await identity.publicKeys() };
    },
  });
}
