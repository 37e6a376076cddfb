/** POST /api/v1/views/:id/restore */
import { ViewView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ViewParams } from '../route-parameters.ts';

export function routeRestoreView(app: App, { views }: Pick<HttpDeps, 'views'>): void {
  app.route({
    method: 'POST',
    url: '/api/v1/views/:id/restore',
    schema: {
      tags: ['views'],
      summary: 'Restore a view that was deleted within the last day',
      params: ViewParams,
      response: { 200: ViewView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await views.restore(actor, id));
      return found(await views.viewNow(actor, id), `view ${id}`);
    },
  });
}
