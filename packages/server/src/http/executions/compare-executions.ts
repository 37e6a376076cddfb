/** GET /api/v1/executions/:id/compare/:executionId */
import { CompareQuery, Comparison } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { CompareParams } from '../route-parameters.ts';

export function routeCompareExecutions(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/compare/:executionId',
    schema: {
      tags: ['executions'],
      summary: 'What changed from one execution to another, test by test',
      description: 'Both must have come to their verdict: until then their tests are not in the history.',
      params: CompareParams,
      querystring: CompareQuery,
      response: { 200: Comparison },
    },
    handler: async (request) => {
      const { id, executionId } = request.params;
      const pair = { before: id, after: executionId };
      const compared = await history.compare(actorOf(request), pair, request.query);
      return accepted(found(compared, `execution ${id}, or none ${executionId},`));
    },
  });
}
