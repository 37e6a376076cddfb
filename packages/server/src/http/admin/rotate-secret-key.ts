/** POST /api/v1/admin/rotate-secret-key */
import { KeyRotation, KeyRotationRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeRotateSecretKey(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/admin/rotate-secret-key',
    schema: {
      tags: ['administration'],
      summary: 'Seal all secrets with a new key, or drop keys that nothing needs',
      body: KeyRotationRequest,
      response: { 200: KeyRotation },
    },
    handler: async (request) => accepted(await identity.rotateSecretKey(actorOf(request), request.body.step)),
  });
}
