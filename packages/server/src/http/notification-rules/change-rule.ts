/** PATCH /api/v1/notification-rules/:id */
import { RuleChange, RuleView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { RuleParams } from '../route-parameters.ts';

export function routeChangeRule(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/notification-rules/:id',
    schema: {
      tags: ['notifications'],
      summary: 'Change a notification rule',
      params: RuleParams,
      body: RuleChange,
      response: { 200: RuleView },
    },
    handler: async (request) => {
      const [actor, { id }] = [actorOf(request), request.params];
      accepted(await notifications.changeRule(actor, id, request.body));
      return found(await notifications.showRule(actor, id), 'notification rule of this id');
    },
  });
}
