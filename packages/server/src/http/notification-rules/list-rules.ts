/** GET /api/v1/notification-rules */
import { RuleList, RuleQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListRules(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/notification-rules',
    schema: {
      tags: ['notifications'],
      summary: 'Notification rules of the team, with those of its projects; or of one project',
      querystring: RuleQuery,
      response: { 200: RuleList },
    },
    handler: async (request) => accepted(await notifications.listRules(actorOf(request), request.query)),
  });
}
