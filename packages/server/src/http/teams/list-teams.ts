/** GET /api/v1/teams */
import { TeamList, TeamQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListTeams(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/teams',
    schema: {
      tags: ['people'],
      summary: 'The teams one may see: your own, or with the scope admin all',
      querystring: TeamQuery,
      response: { 200: TeamList },
    },
    handler: async (request) => accepted(await people.listTeams(actorOf(request), request.query)),
  });
}
