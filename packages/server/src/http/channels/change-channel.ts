/** PATCH /api/v1/channels/:id */
import { ChannelChange, ChannelView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ChannelParams } from '../route-parameters.ts';

export function routeChangeChannel(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/channels/:id',
    schema: {
      tags: ['notifications'],
      summary: 'Change a channel; a new signing key of a webhook leaves the old one signing for a day',
      params: ChannelParams,
      body: ChannelChange,
      response: { 200: ChannelView },
    },
    handler: async (request) => {
      const [actor, { id }] = [actorOf(request), request.params];
      accepted(await notifications.changeChannel(actor, id, request.body));
      return found(await notifications.showChannel(actor, id), 'channel of this id');
    },
  });
}
