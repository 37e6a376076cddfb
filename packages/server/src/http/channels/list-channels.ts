/** GET /api/v1/channels */
import { ChannelList, ChannelQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListChannels(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/channels',
    schema: {
      tags: ['notifications'],
      summary: 'Channels of the team, with those of its projects; or of one project',
      querystring: ChannelQuery,
      response: { 200: ChannelList },
    },
    handler: async (request) => accepted(await notifications.listChannels(actorOf(request), request.query)),
  });
}
