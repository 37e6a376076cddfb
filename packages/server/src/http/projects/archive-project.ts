/** POST /api/v1/projects/:id/archive */
import { ProjectView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ProjectParams } from '../route-parameters.ts';

export function routeArchiveProject(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/projects/:id/archive',
    schema: {
      tags: ['projects'],
      summary: 'Archive a project: what is there stays, nothing new is run',
      params: ProjectParams,
      response: { 200: ProjectView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await projects.setState(actor, id, 'archived'));
      return found(await projects.show(actor.userId, id), `project ${id}`);
    },
  });
}
