/** POST /api/v1/channels/:id/test */
import { ChannelTest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { ChannelParams } from '../route-parameters.ts';

export function routeTestChannel(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/channels/:id/test',
    schema: {
      tags: ['notifications'],
      summary: 'Send a test at once, and say what the receiver answered',
      params: ChannelParams,
      response: { 200: ChannelTest },
    },
    handler: async (request) =>
      accepted(await notifications.testChannel(actorOf(request), request.params.id)),
  });
}
