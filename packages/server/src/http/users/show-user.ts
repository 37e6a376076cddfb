/** GET /api/v1/users/:id */
import { UserParams, UserView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeShowUser(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/users/:id',
    schema: {
      tags: ['people'],
      summary: 'Show a person one looks after',
      params: UserParams,
      response: { 200: UserView },
    },
    handler: async (request) => accepted(await people.showUser(actorOf(request), request.params.id)),
  });
}
