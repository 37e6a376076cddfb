/** GET /api/v1/clusters */
import { ClusterList, ClusterQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListClusters(app: App, { clusters }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/clusters',
    schema: {
      tags: ['environments'],
      summary: 'Clusters, how they are reached and what their last check said',
      querystring: ClusterQuery,
      response: { 200: ClusterList },
    },
    handler: async (request) => accepted(await clusters.list(request.query)),
  });
}
