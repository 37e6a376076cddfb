/** GET /api/v1/teams/:id */
import { TeamParams, TeamView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeShowTeam(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/teams/:id',
    schema: { tags: ['people'], summary: 'Show a team', params: TeamParams, response: { 200: TeamView } },
    handler: async (request) => accepted(await people.showTeam(actorOf(request), request.params.id)),
  });
}
