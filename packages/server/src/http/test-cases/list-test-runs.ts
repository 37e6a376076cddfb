/** GET /api/v1/test-cases/:id/runs */
import { TestRunList, TestRunQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { TestCaseParams } from '../route-parameters.ts';

export function routeListTestRuns(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/test-cases/:id/runs',
    schema: {
      tags: ['tests'],
      summary: 'What one test came to in each execution, the newest first',
      params: TestCaseParams,
      querystring: TestRunQuery,
      response: { 200: TestRunList },
    },
    handler: async (request) => {
      const { id } = request.params;
      return accepted(found(await history.runs(actorOf(request), id, request.query), `test ${id}`));
    },
  });
}
