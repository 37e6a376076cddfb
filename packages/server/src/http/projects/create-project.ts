/** POST /api/v1/projects */
import { ProjectRequest, ProjectView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';

export function routeCreateProject(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/projects',
    schema: {
      tags: ['projects'],
      summary: 'Make a project of the home team',
      body: ProjectRequest,
      response: { 201: ProjectView },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const projectId = accepted(await projects.create(actor, request.body));
      const made = found(await projects.show(actor.userId, projectId), `project ${projectId}`);
      return reply.code(201).send(made);
    },
  });
}
