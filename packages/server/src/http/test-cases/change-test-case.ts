/** PATCH /api/v1/test-cases/:id */
import { TestCaseChange, TestCaseView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { TestCaseParams } from '../route-parameters.ts';

export function routeChangeTestCase(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/test-cases/:id',
    schema: {
      tags: ['tests'],
      summary: 'Say who looks after a test',
      params: TestCaseParams,
      body: TestCaseChange,
      response: { 200: TestCaseView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await history.changeOwner({ actor, testCaseId: id, owner: request.body.owner }));
      return found(await history.testCase(actor, id), `test ${id}`);
    },
  });
}
