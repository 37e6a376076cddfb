/** PATCH /api/v1/users/:id */
import { UserParams, UserPatch, UserView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';

export function routeChangeUser(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/users/:id',
    schema: {
      tags: ['people'],
      summary: 'Change name, address, roles or home team, or deactivate and activate the account',
      params: UserParams,
      body: UserPatch,
      response: { 200: UserView },
    },
    handler: async (request) => {
      const userId = accepted(await people.changeUser(actorOf(request), request.params.id, request.body));
      return found(await people.userNow(userId), `user ${userId}`);
    },
  });
}
