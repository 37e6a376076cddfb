/** PATCH /api/v1/teams/:id */
import { TeamParams, TeamPatch, TeamView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeChangeTeam(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/teams/:id',
    schema: {
      tags: ['people'],
      summary: 'Change the settings of a team; with the scope admin rename, deactivate and activate it',
      params: TeamParams,
      body: TeamPatch,
      response: { 200: TeamView },
    },
    handler: async (request) => {
      const actor = actorOf(request);
      const teamId = accepted(await people.changeTeam(actor, request.params.id, request.body));
      return accepted(await people.showTeam(actor, teamId));
    },
  });
}
