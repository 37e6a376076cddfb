/** GET /api/v1/definitions */
import { DefinitionList, DefinitionQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListDefinitions(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/definitions',
    schema: {
      tags: ['definitions'],
      summary: 'What was submitted under a name, the last changed first',
      querystring: DefinitionQuery,
      response: { 200: DefinitionList },
    },
    handler: async (request) => accepted(await readers.definitions(actorOf(request), request.query)),
  });
}
