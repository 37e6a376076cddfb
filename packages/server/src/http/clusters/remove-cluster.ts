/** DELETE /api/v1/clusters/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { ClusterParams } from '../route-parameters.ts';

export function routeRemoveCluster(app: App, { clusters }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/clusters/:id',
    schema: {
      tags: ['environments'],
      summary: 'Remove a cluster that has no environments',
      params: ClusterParams,
      response: { 204: z.null().describe('removed') },
    },
    handler: async (request, reply) => {
      accepted(await clusters.remove(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
