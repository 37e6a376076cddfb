/** PUT /api/v1/projects/:id/members/:user */
import { ProjectMember, ProjectMemberRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ProjectMemberParams } from '../route-parameters.ts';

export function routePutMember(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'PUT',
    url: '/api/v1/projects/:id/members/:user',
    schema: {
      tags: ['projects'],
      summary: 'Show somebody into a project, or change their role there',
      params: ProjectMemberParams,
      body: ProjectMemberRequest,
      response: { 200: ProjectMember },
    },
    handler: async (request) => {
      const { id: projectId, user } = request.params;
      const { role } = request.body;
      const order = { actor: actorOf(request), projectId, user, role };
      const userId = accepted(await projects.putMember(order));
      const members = await projects.members(projectId);
      return found(members.find((member) => member.userId === userId) ?? null, `member ${user}`);
    },
  });
}
