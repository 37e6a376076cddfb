/** POST /api/v1/deliveries/replay */
import { DeliveriesReplayed, ReplayRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeReplayDead(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/deliveries/replay',
    schema: {
      tags: ['notifications'],
      summary: 'Try dead deliveries again, the oldest first: all, or those of one channel',
      body: ReplayRequest,
      response: { 200: DeliveriesReplayed },
    },
    handler: async (request) => {
      const replayed = accepted(await notifications.replayDead(actorOf(request), request.body.channelId));
      return { replayed };
    },
  });
}
