/** GET /api/v1/notification-rules/:id/preview/:executionId */
import { RulePreview } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { PreviewParams } from '../route-parameters.ts';

export function routePreviewRule(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/notification-rules/:id/preview/:executionId',
    schema: {
      tags: ['notifications'],
      summary: 'What a rule would tell of an execution, as each of its channels would show it',
      params: PreviewParams,
      response: { 200: RulePreview },
    },
    handler: async (request) => {
      const { id, executionId } = request.params;
      return accepted(await notifications.previewRule(actorOf(request), id, executionId));
    },
  });
}
