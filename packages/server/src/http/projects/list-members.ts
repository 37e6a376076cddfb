/** GET /api/v1/projects/:id/members */
import { ProjectMemberList } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';
import { ProjectParams } from '../route-parameters.ts';

export function routeListMembers(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/projects/:id/members',
    schema: {
      tags: ['projects'],
      summary: 'Who was shown into a project',
      params: ProjectParams,
      response: { 200: ProjectMemberList },
    },
    handler: async (request) => ({ items: await projects.members(request.params.id) }),
  });
}
