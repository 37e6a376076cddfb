/** POST /api/v1/executions/:id/rerun */
import { RerunRequest, SubmitAnswer } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { submitAnswer } from '../links.ts';
import { accepted } from '../refused.ts';
import { ExecutionParams, IdempotencyHeaders } from '../route-parameters.ts';

export function routeRerunExecution(app: App, { executions }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/executions/:id/rerun',
    schema: {
      tags: ['executions'],
      summary: 'The same again: all of it, or only what failed',
      params: ExecutionParams,
      headers: IdempotencyHeaders,
      body: RerunRequest,
      response: { 202: SubmitAnswer },
    },
    handler: async (request, reply) => {
      const submitted = await executions.rerunExecution({
        actor: actorOf(request),
        executionId: request.params.id,
        only: request.body.only,
        idempotencyKey: request.headers['idempotency-key'] ?? null,
      });
      return reply.code(202).send(submitAnswer(actorOf(request), accepted(submitted)));
    },
  });
}
