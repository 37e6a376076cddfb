/** GET /api/v1/notification-rules/:id */
import { RuleView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { RuleParams } from '../route-parameters.ts';

export function routeShowRule(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/notification-rules/:id',
    schema: {
      tags: ['notifications'],
      summary: 'A notification rule',
      params: RuleParams,
      response: { 200: RuleView },
    },
    handler: async (request) =>
      found(
        await notifications.showRule(actorOf(request), request.params.id),
        'notification rule of this id',
      ),
  });
}
