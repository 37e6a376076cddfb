/** GET /api/v1/executions/:id */
import { ExecutionView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { executionView } from '../links.ts';
import { found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';

export function routeShowExecution(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id',
    schema: {
      tags: ['executions'],
      summary: 'One execution, with its groups',
      params: ExecutionParams,
      response: { 200: ExecutionView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      return executionView(actor, found(await readers.show(actor, id), `execution ${id}`));
    },
  });
}
