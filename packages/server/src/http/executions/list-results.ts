/** GET /api/v1/executions/:id/results */
import { ResultList, ResultQuery, TestOutcome } from '@gauntlet/contract';
import type { ResultFilter } from '../../executions/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ExecutionParams, listOf } from '../route-parameters.ts';

export function routeListResults(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/results',
    schema: {
      tags: ['results'],
      summary: 'The results of the tests; long names and messages are cut, one result has them whole',
      params: ExecutionParams,
      querystring: ResultQuery,
      response: { 200: ResultList },
    },
    handler: async (request) => {
      const { id } = request.params;
      const { status, search, attempt, order } = request.query;
      const filter: ResultFilter = {
        statuses: listOf(status, TestOutcome.options, 'status'),
        search,
        attempt,
        order,
      };
      const page = await readers.results(actorOf(request), id, filter, request.query);
      return accepted(found(page, `execution ${id}`));
    },
  });
}
