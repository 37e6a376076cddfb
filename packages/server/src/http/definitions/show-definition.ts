/** GET /api/v1/definitions/:id */
import { DefinitionView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { DefinitionParams } from '../route-parameters.ts';

export function routeShowDefinition(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/definitions/:id',
    schema: {
      tags: ['definitions'],
      summary: 'A definition in its newest version',
      params: DefinitionParams,
      response: { 200: DefinitionView },
    },
    handler: async (request) => {
      const { id } = request.params;
      return found(await readers.definition(actorOf(request), id), `definition ${id}`);
    },
  });
}
