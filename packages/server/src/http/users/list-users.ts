/** GET /api/v1/users */
import { UserList, UserQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListUsers(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/users',
    schema: {
      tags: ['people'],
      summary: 'The people one looks after, by name: of your team, or with the scope admin of all',
      querystring: UserQuery,
      response: { 200: UserList },
    },
    handler: async (request) => accepted(await people.listUsers(actorOf(request), request.query)),
  });
}
