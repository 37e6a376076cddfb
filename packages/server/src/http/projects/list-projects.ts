/** GET /api/v1/projects */
import { ProjectList, ProjectQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListProjects(app: App, { projects }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/projects',
    schema: {
      tags: ['projects'],
      summary: "The home team's projects and those one was shown into, by name",
      querystring: ProjectQuery,
      response: { 200: ProjectList },
    },
    handler: async (request) => accepted(await projects.list(actorOf(request).userId, request.query)),
  });
}
