/** GET /api/v1/failure-causes/:id */
import { FailureCauseView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { FailureCauseParams } from '../route-parameters.ts';

export function routeShowCause(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/failure-causes/:id',
    schema: {
      tags: ['failure causes'],
      summary: 'One cause: what is known of it, and how often it was seen on which day',
      params: FailureCauseParams,
      response: { 200: FailureCauseView },
    },
    handler: async (request) => {
      const { id } = request.params;
      return found(await causes.show(actorOf(request), id), `failure cause ${id}`);
    },
  });
}
