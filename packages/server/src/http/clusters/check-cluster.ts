/** POST /api/v1/clusters/:id/check */
import { ClusterCheck } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { ClusterParams } from '../route-parameters.ts';

export function routeCheckCluster(app: App, { clusters }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/clusters/:id/check',
    schema: {
      tags: ['environments'],
      summary: 'Ask a cluster what Gauntlet may do there, permission by permission',
      params: ClusterParams,
      response: { 200: ClusterCheck },
    },
    handler: async (request) => accepted(await clusters.check(actorOf(request), request.params.id)),
  });
}
