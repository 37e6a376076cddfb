/** DELETE /api/v1/projects/:id/members/:user */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { ProjectMemberParams } from '../route-parameters.ts';

export function routeRemoveMember(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/projects/:id/members/:user',
    schema: {
      tags: ['projects'],
      summary: 'Show somebody out of a project, at once',
      params: ProjectMemberParams,
      response: { 204: z.null().describe('removed') },
    },
    handler: async (request, reply) => {
      const { id: projectId, user } = request.params;
      accepted(await projects.removeMember({ actor: actorOf(request), projectId, user }));
      return reply.code(204).send(null);
    },
  });
}
