/** GET /api/v1/executions/:id/failure-causes */
import { ExecutionCauseList, PageQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';

export function routeListExecutionCauses(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/failure-causes',
    schema: {
      tags: ['failure causes'],
      summary: 'What failed in an execution, grouped by cause, the most frequent first',
      description: 'There from some moments after the verdict on.',
      params: ExecutionParams,
      querystring: PageQuery,
      response: { 200: ExecutionCauseList },
    },
    handler: async (request) => {
      const { id } = request.params;
      const page = await causes.ofExecution(actorOf(request), id, request.query);
      return accepted(found(page, `execution ${id}`));
    },
  });
}
