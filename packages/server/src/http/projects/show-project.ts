/** GET /api/v1/projects/:id */
import { ProjectView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { ProjectParams } from '../route-parameters.ts';

export function routeShowProject(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/projects/:id',
    schema: {
      tags: ['projects'],
      summary: 'One project',
      params: ProjectParams,
      response: { 200: ProjectView },
    },
    handler: async (request) => {
      const { id } = request.params;
      return found(await projects.show(actorOf(request).userId, id), `project ${id}`);
    },
  });
}
