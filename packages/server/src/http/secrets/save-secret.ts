/** PUT /api/v1/secrets/:name */
import { SecretRequest } from '@gauntlet/contract';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { SecretParams } from '../route-parameters.ts';

export function routeSaveSecret(app: App, { secrets }: HttpDeps): void {
  app.route({
    method: 'PUT',
    url: '/api/v1/secrets/:name',
    schema: {
      tags: ['people'],
      summary: 'Set a secret of the team, or of the project',
      params: SecretParams,
      body: SecretRequest,
      response: { 204: z.null().describe('set') },
    },
    handler: async (request, reply) => {
      await secrets.save(actorOf(request), request.params.name, request.body.value);
      return reply.code(204).send(null);
    },
  });
}
