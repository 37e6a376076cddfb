/** POST /api/v1/schedules/:id/run */
import { SubmitAnswer } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { submitAnswer } from '../links.ts';
import { accepted, found } from '../refused.ts';
import { IdempotencyHeaders, ScheduleParams } from '../route-parameters.ts';

type Deps = Pick<HttpDeps, 'schedules' | 'executions'>;

export function routeRunSchedule(app: App, { schedules, executions }: Deps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/schedules/:id/run',
    schema: {
      tags: ['schedules'],
      summary: 'Run it now, in the name of who asks; its times stay as they are',
      params: ScheduleParams,
      headers: IdempotencyHeaders,
      response: { 202: SubmitAnswer },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const { definitionId } = found(await schedules.show(actor, id), `schedule ${id}`);
      const submitted = await executions.submitTest({
        actor,
        request: { kind: 'stored', definitionId },
        idempotencyKey: request.headers['idempotency-key'] ?? null,
      });
      return reply.code(202).send(submitAnswer(actor, accepted(submitted)));
    },
  });
}
