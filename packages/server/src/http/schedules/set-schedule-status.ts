/** POST /api/v1/schedules/:id/pause and /resume */
import { ScheduleView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { ScheduleParams } from '../route-parameters.ts';

const STEPS = [
  { step: 'pause', status: 'paused', summary: 'Pause a schedule: nothing is run until it is resumed' },
  { step: 'resume', status: 'enabled', summary: 'Resume a schedule from its next time on' },
] as const;

export function routeSetScheduleStatus(app: App, { schedules }: Pick<HttpDeps, 'schedules'>): void {
  for (const { step, status, summary } of STEPS)
    app.route({
      method: 'POST',
      url: `/api/v1/schedules/:id/${step}`,
      schema: { tags: ['schedules'], summary, params: ScheduleParams, response: { 200: ScheduleView } },
      handler: async (request) => {
        const { id } = request.params;
        const actor = actorOf(request);
        accepted(await schedules.setStatus(actor, id, status));
        return found(await schedules.show(actor, id), `schedule ${id}`);
      },
    });
}
