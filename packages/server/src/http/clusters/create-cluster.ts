/** POST /api/v1/clusters */
import { ClusterRequest, ClusterView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, there } from '../refused.ts';

export function routeCreateCluster(app: App, { clusters }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/clusters',
    schema: {
      tags: ['environments'],
      summary: 'Add a cluster; its kubeconfig never comes out again',
      body: ClusterRequest,
      response: { 201: ClusterView },
    },
    handler: async (request, reply) => {
      const id = accepted(await clusters.add(actorOf(request), request.body));
      return reply.code(201).send(there(await clusters.show(id), 'cluster'));
    },
  });
}
