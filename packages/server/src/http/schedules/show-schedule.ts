/** GET /api/v1/schedules/:id */
import { ScheduleView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { found } from '../refused.ts';
import { ScheduleParams } from '../route-parameters.ts';

export function routeShowSchedule(app: App, { schedules }: Pick<HttpDeps, 'schedules'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/schedules/:id',
    schema: {
      tags: ['schedules'],
      summary: 'One schedule, with its next time and what came of the last',
      params: ScheduleParams,
      response: { 200: ScheduleView },
    },
    handler: async (request) => {
      const { id } = request.params;
      return found(await schedules.show(actorOf(request), id), `schedule ${id}`);
    },
  });
}
