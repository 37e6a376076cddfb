/** GET /api/v1/executions/:id/artifacts */
import { ArtifactList, ArtifactQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { artifactView } from '../links.ts';
import { accepted, found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';

export function routeListArtifacts(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/artifacts',
    schema: {
      tags: ['artifacts'],
      summary: 'Files an execution left behind',
      params: ExecutionParams,
      querystring: ArtifactQuery,
      response: { 200: ArtifactList },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const page = await readers.artifacts(actor, id, request.query, request.query);
      const { items, nextCursor } = accepted(found(page, `execution ${id}`));
      return { items: items.map((item) => artifactView(actor, item)), nextCursor };
    },
  });
}
