/** PUT /api/v1/test-cases/:id/quarantine */
import { QuarantineRequest, TestCaseView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { TestCaseParams } from '../route-parameters.ts';

export function routePutQuarantine(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'PUT',
    url: '/api/v1/test-cases/:id/quarantine',
    schema: {
      tags: ['tests'],
      summary: 'Put a test into quarantine: run and recorded, its failures not counted, until a moment',
      params: TestCaseParams,
      body: QuarantineRequest,
      response: { 200: TestCaseView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const { reason, expiresAt } = request.body;
      const until = expiresAt === undefined ? undefined : new Date(expiresAt);
      accepted(await history.setQuarantine({ actor, testCaseId: id, reason, expiresAt: until }));
      return found(await history.testCase(actor, id), `test ${id}`);
    },
  });
}
