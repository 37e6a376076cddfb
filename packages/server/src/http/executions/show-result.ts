/** GET /api/v1/executions/:id/results/:resultId */
import { ResultView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { resultView } from '../links.ts';
import { found } from '../refused.ts';
import { ResultParams } from '../route-parameters.ts';

export function routeShowResult(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/results/:resultId',
    schema: {
      tags: ['results'],
      summary: 'One result with its assertions and artifacts',
      params: ResultParams,
      response: { 200: ResultView },
    },
    handler: async (request) => {
      const { id, resultId } = request.params;
      const actor = actorOf(request);
      const result = await readers.result(actor, id, resultId);
      return resultView(actor, found(result, `result ${resultId} of execution ${id}`));
    },
  });
}
