/** GET /api/v1/executions/:id/metrics */
import { MetricList } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';

export function routeListMetrics(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/metrics',
    schema: {
      tags: ['results'],
      summary: 'What was measured',
      params: ExecutionParams,
      response: { 200: MetricList },
    },
    handler: async (request) => {
      const { id } = request.params;
      return { items: found(await readers.metrics(actorOf(request), id), `execution ${id}`) };
    },
  });
}
