/** DELETE /api/v1/notification-rules/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { RuleParams } from '../route-parameters.ts';

export function routeRemoveRule(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/notification-rules/:id',
    schema: {
      tags: ['notifications'],
      summary: 'Remove a notification rule; what it has told stays',
      params: RuleParams,
      response: { 204: z.null().describe('removed') },
    },
    handler: async (request, reply) => {
      accepted(await notifications.removeRule(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
