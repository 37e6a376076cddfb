/** POST /api/v1/teams */
import { TeamRequest, TeamView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeCreateTeam(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/teams',
    schema: { tags: ['people'], summary: 'Make a team', body: TeamRequest, response: { 201: TeamView } },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const teamId = accepted(await people.createTeam(actor, request.body));
      return reply.code(201).send(accepted(await people.showTeam(actor, teamId)));
    },
  });
}
