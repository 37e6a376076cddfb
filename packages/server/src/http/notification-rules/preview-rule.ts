/** GET /api/v1/notification-rules/:id/preview */
import { RulePreview, RulePreviewQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { RuleParams } from '../route-parameters.ts';

export function routePreviewRule(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/notification-rules/:id/preview',
    schema: {
      tags: ['notifications'],
      summary: 'What a rule would tell of an execution, as each of its channels would show it',
      params: RuleParams,
      querystring: RulePreviewQuery,
      response: { 200: RulePreview },
    },
    handler: async (request) => {
      const [actor, { id }] = [actorOf(request), request.params];
      return accepted(await notifications.previewRule(actor, id, request.query.executionId));
    },
  });
}
