/** POST /api/v1/channels */
import { ChannelRequest, ChannelView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';

export function routeCreateChannel(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/channels',
    schema: {
      tags: ['notifications'],
      summary: 'Make a channel; what it is trusted with never comes out again',
      body: ChannelRequest,
      response: { 201: ChannelView },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const channelId = accepted(await notifications.createChannel(actor, request.body));
      return reply.code(201).send(found(await notifications.showChannel(actor, channelId), 'channel'));
    },
  });
}
