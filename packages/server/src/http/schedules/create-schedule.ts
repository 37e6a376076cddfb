/** POST /api/v1/schedules */
import { ScheduleRequest, ScheduleView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';

export function routeCreateSchedule(app: App, { schedules }: Pick<HttpDeps, 'schedules'>): void {
  app.route({
    method: 'POST',
    url: '/api/v1/schedules',
    schema: {
      tags: ['schedules'],
      summary: 'Run a definition by the clock, in the name of who asks',
      body: ScheduleRequest,
      response: { 201: ScheduleView },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const scheduleId = accepted(await schedules.create(actor, request.body));
      reply.code(201);
      return found(await schedules.show(actor, scheduleId), `schedule ${scheduleId}`);
    },
  });
}
