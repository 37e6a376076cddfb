/** PATCH /api/v1/projects/:id */
import { ProjectChange, ProjectView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ProjectParams } from '../route-parameters.ts';

export function routeChangeProject(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/projects/:id',
    schema: {
      tags: ['projects'],
      summary: 'Change the name or the description of a project',
      params: ProjectParams,
      body: ProjectChange,
      response: { 200: ProjectView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await projects.change(actor, id, request.body));
      return found(await projects.show(actor.userId, id), `project ${id}`);
    },
  });
}
