/** PATCH /api/v1/views/:id */
import { ViewChange, ViewView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ViewParams } from '../route-parameters.ts';

export function routeChangeView(app: App, { views }: Pick<HttpDeps, 'views'>): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/views/:id',
    schema: {
      tags: ['views'],
      summary: 'Rename a view, change its filters, share it or keep it private again',
      description:
        'Its owner may; of a shared one leads too. What is shared afterwards takes the scope `submit`.',
      params: ViewParams,
      body: ViewChange,
      response: { 200: ViewView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await views.change(actor, id, request.body));
      return found(await views.viewNow(actor, id), `view ${id}`);
    },
  });
}
