/** GET /api/v1/deliveries */
import { DeliveryList, DeliveryQuery, DeliveryStatus } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { listOf } from '../route-parameters.ts';

export function routeListDeliveries(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/deliveries',
    schema: {
      tags: ['notifications'],
      summary: 'What was told, and what was not',
      querystring: DeliveryQuery,
      response: { 200: DeliveryList },
    },
    handler: async (request) => {
      const { status, ...query } = request.query;
      const statuses = listOf(status, DeliveryStatus.options, 'status');
      const asked = { ...query, ...(statuses ? { statuses } : {}) };
      return accepted(await notifications.listDeliveries(actorOf(request), asked));
    },
  });
}
