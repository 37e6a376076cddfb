/** POST /api/v1/environments */
import { EnvironmentRequest, EnvironmentView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, there } from '../refused.ts';

export function routeCreateEnvironment(app: App, { environments }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/environments',
    schema: {
      tags: ['environments'],
      summary: 'Add an environment to a cluster',
      body: EnvironmentRequest,
      response: { 201: EnvironmentView },
    },
    handler: async (request, reply) => {
      const id = accepted(await environments.add(actorOf(request), request.body));
      return reply.code(201).send(there(await environments.show(id), 'environment'));
    },
  });
}
