/** POST /api/v1/deliveries/:id/replay */
import { DeliveryView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { DeliveryParams } from '../route-parameters.ts';

export function routeReplayDelivery(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/deliveries/:id/replay',
    schema: {
      tags: ['notifications'],
      summary: 'Try a dead delivery again',
      params: DeliveryParams,
      response: { 200: DeliveryView },
    },
    handler: async (request) => {
      const [actor, { id }] = [actorOf(request), request.params];
      accepted(await notifications.replayDelivery(actor, id));
      return found(await notifications.showDelivery(actor, id), 'delivery of this id');
    },
  });
}
