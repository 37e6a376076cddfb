/** GET /api/v1/environments */
import { EnvironmentList, EnvironmentQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListEnvironments(app: App, { environments }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/environments',
    schema: {
      tags: ['environments'],
      summary: 'Environments that executions can run in',
      querystring: EnvironmentQuery,
      response: { 200: EnvironmentList },
    },
    handler: async (request) => accepted(await environments.list(request.query)),
  });
}
