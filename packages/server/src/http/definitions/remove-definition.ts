/** DELETE /api/v1/definitions/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { DefinitionParams } from '../route-parameters.ts';

export function routeRemoveDefinition(app: App, { definitions }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/definitions/:id',
    schema: {
      tags: ['definitions'],
      summary: 'Remove a definition; what was run of it stays, and its name is free again',
      description: 'It can be restored for as long as nothing else has taken its name.',
      params: DefinitionParams,
      response: { 204: z.null().describe('removed') },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      found((await definitions.remove(actorOf(request), id)) || null, `definition ${id}`);
      return reply.code(204).send(null);
    },
  });
}
