/** DELETE /api/v1/schedules/:id */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { ScheduleParams } from '../route-parameters.ts';

export function routeRemoveSchedule(app: App, { schedules }: Pick<HttpDeps, 'schedules'>): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/schedules/:id',
    schema: {
      tags: ['schedules'],
      summary: 'Remove a schedule; what it has run stays',
      params: ScheduleParams,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      accepted(await schedules.remove(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
