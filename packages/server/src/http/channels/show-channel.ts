/** GET /api/v1/channels/:id */
import { ChannelView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { ChannelParams } from '../route-parameters.ts';

export function routeShowChannel(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/channels/:id',
    schema: {
      tags: ['notifications'],
      summary: 'A channel, and how it is doing',
      params: ChannelParams,
      response: { 200: ChannelView },
    },
    handler: async (request) =>
      found(await notifications.showChannel(actorOf(request), request.params.id), 'channel of this id'),
  });
}
