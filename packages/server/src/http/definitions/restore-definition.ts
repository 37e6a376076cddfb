/** POST /api/v1/definitions/:id/restore */
import { DefinitionView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { DefinitionParams } from '../route-parameters.ts';

export function routeRestoreDefinition(app: App, { definitions, readers }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/definitions/:id/restore',
    schema: {
      tags: ['definitions'],
      summary: 'Bring a removed definition back, with its versions and its history',
      params: DefinitionParams,
      response: { 200: DefinitionView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await definitions.restore(actor, id));
      return found(await readers.definition(actor, id), `definition ${id}`);
    },
  });
}
