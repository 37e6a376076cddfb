/** PATCH /api/v1/schedules/:id */
import { ScheduleChange, ScheduleView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ScheduleParams } from '../route-parameters.ts';

export function routeChangeSchedule(app: App, { schedules }: Pick<HttpDeps, 'schedules'>): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/schedules/:id',
    schema: {
      tags: ['schedules'],
      summary: 'Change when and how a schedule runs',
      params: ScheduleParams,
      body: ScheduleChange,
      response: { 200: ScheduleView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await schedules.change(actor, id, request.body));
      return found(await schedules.show(actor, id), `schedule ${id}`);
    },
  });
}
