/** GET /api/v1/schedules */
import { ScheduleList, ScheduleQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListSchedules(app: App, { schedules }: Pick<HttpDeps, 'schedules'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/schedules',
    schema: {
      tags: ['schedules'],
      summary: 'What is run by the clock, newest first',
      querystring: ScheduleQuery,
      response: { 200: ScheduleList },
    },
    handler: async (request) => accepted(await schedules.list(actorOf(request), request.query)),
  });
}
