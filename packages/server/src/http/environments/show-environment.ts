/** GET /api/v1/environments/:id */
import { EnvironmentView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';
import { there } from '../refused.ts';
import { EnvironmentParams } from '../route-parameters.ts';

export function routeShowEnvironment(app: App, { environments }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/environments/:id',
    schema: {
      tags: ['environments'],
      summary: 'An environment',
      params: EnvironmentParams,
      response: { 200: EnvironmentView },
    },
    handler: async (request) => there(await environments.show(request.params.id), 'environment'),
  });
}
