/** GET /api/v1/clusters/:id */
import { ClusterView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';
import { there } from '../refused.ts';
import { ClusterParams } from '../route-parameters.ts';

export function routeShowCluster(app: App, { clusters }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/clusters/:id',
    schema: {
      tags: ['environments'],
      summary: 'A cluster, with what its last check said, permission by permission',
      params: ClusterParams,
      response: { 200: ClusterView },
    },
    handler: async (request) => there(await clusters.show(request.params.id), 'cluster'),
  });
}
