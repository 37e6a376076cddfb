/** PATCH /api/v1/clusters/:id */
import { ClusterChange, ClusterView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, there } from '../refused.ts';
import { ClusterParams } from '../route-parameters.ts';

export function routeChangeCluster(app: App, { clusters }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/clusters/:id',
    schema: {
      tags: ['environments'],
      summary: 'Change a cluster; another kubeconfig has to be checked anew',
      params: ClusterParams,
      body: ClusterChange,
      response: { 200: ClusterView },
    },
    handler: async (request) => {
      const { id } = request.params;
      accepted(await clusters.change(actorOf(request), id, request.body));
      return there(await clusters.show(id), 'cluster');
    },
  });
}
