/** PATCH /api/v1/environments/:id */
import { EnvironmentChange, EnvironmentView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, there } from '../refused.ts';
import { EnvironmentParams } from '../route-parameters.ts';

export function routeChangeEnvironment(app: App, { environments }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/environments/:id',
    schema: {
      tags: ['environments'],
      summary: 'Change an environment, disable or enable it',
      params: EnvironmentParams,
      body: EnvironmentChange,
      response: { 200: EnvironmentView },
    },
    handler: async (request) => {
      const { id } = request.params;
      accepted(await environments.change(actorOf(request), id, request.body));
      return there(await environments.show(id), 'environment');
    },
  });
}
