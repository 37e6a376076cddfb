/** POST /api/v1/executions/:id/cancel */
import { ExecutionView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { executionView } from '../links.ts';
import { accepted, found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';

export function routeCancelExecution(app: App, { readers, executions }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/executions/:id/cancel',
    schema: {
      tags: ['executions'],
      summary: 'Cancel; what was reported so far is kept',
      params: ExecutionParams,
      response: { 202: ExecutionView },
    },
    handler: async (request, reply) => {
      const { id: executionId } = request.params;
      const actor = actorOf(request);
      found(await readers.statusOf(actor, executionId), `execution ${executionId}`);
      accepted(await executions.cancelExecution({ executionId, actor }));
      const detail = found(await readers.show(actor, executionId), `execution ${executionId}`);
      return reply.code(202).send(executionView(actor, detail));
    },
  });
}
