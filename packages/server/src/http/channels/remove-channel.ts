/** DELETE /api/v1/channels/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { ChannelParams } from '../route-parameters.ts';

export function routeRemoveChannel(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/channels/:id',
    schema: {
      tags: ['notifications'],
      summary: 'Remove a channel with its deliveries',
      params: ChannelParams,
      response: { 204: z.null().describe('removed') },
    },
    handler: async (request, reply) => {
      accepted(await notifications.removeChannel(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
