/** GET /api/v1/test-cases/:id */
import { TestCaseView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { TestCaseParams } from '../route-parameters.ts';

export function routeShowTestCase(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/test-cases/:id',
    schema: {
      tags: ['tests'],
      summary: 'One test',
      params: TestCaseParams,
      response: { 200: TestCaseView },
    },
    handler: async (request) => {
      const { id } = request.params;
      return found(await history.testCase(actorOf(request), id), `test ${id}`);
    },
  });
}
