/** POST /api/v1/projects/:id/unarchive */
import { ProjectView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ProjectParams } from '../route-parameters.ts';

export function routeUnarchiveProject(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/projects/:id/unarchive',
    schema: {
      tags: ['projects'],
      summary: 'Undo the archiving of a project',
      params: ProjectParams,
      response: { 200: ProjectView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await projects.setState(actor, id, 'open'));
      return found(await projects.show(actor.userId, id), `project ${id}`);
    },
  });
}
