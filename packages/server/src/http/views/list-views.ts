/** GET /api/v1/views */
import { ViewList, ViewQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListViews(app: App, { views }: Pick<HttpDeps, 'views'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/views',
    schema: {
      tags: ['views'],
      summary: 'Saved views of the list of executions: of who asks, and shared ones; by name',
      querystring: ViewQuery,
      response: { 200: ViewList },
    },
    handler: async (request) => accepted(await views.list(actorOf(request), request.query)),
  });
}
