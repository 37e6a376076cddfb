/** POST /agent/v1/hello */
import { Assignment, HelloRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeHello(app: App, { agents }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/hello',
    schema: {
      tags: ['agent'],
      summary: 'What to run, and where to resume',
      body: HelloRequest,
      response: { 200: Assignment },
    },
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return accepted(await agents.greet(groupOf(request), request.body));
    },
  });
}
