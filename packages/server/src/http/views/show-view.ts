/** GET /api/v1/views/:id */
import { ViewView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { ViewParams } from '../route-parameters.ts';

export function routeShowView(app: App, { views }: Pick<HttpDeps, 'views'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/views/:id',
    schema: {
      tags: ['views'],
      summary: 'One saved view',
      params: ViewParams,
      response: { 200: ViewView },
    },
    handler: async (request) => {
      const { id } = request.params;
      return found(await views.show(actorOf(request), id), `view ${id}`);
    },
  });
}
