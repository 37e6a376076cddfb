/** GET /api/v1/definitions/:id/versions */
import { DefinitionVersionList } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { DefinitionParams } from '../route-parameters.ts';

export function routeListVersions(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/definitions/:id/versions',
    schema: {
      tags: ['definitions'],
      summary: 'The versions of a definition, newest first, a hundred at most',
      params: DefinitionParams,
      response: { 200: DefinitionVersionList },
    },
    handler: async (request) => {
      const { id } = request.params;
      return { items: found(await readers.versions(actorOf(request), id), `definition ${id}`) };
    },
  });
}
