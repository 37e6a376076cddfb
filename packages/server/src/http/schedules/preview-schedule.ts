/** GET /api/v1/schedule-preview */
import { SchedulePreview, SchedulePreviewQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routePreviewSchedule(app: App, { schedules }: Pick<HttpDeps, 'schedules'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/schedule-preview',
    schema: {
      tags: ['schedules'],
      summary: 'The next times of a cron expression in a time zone',
      querystring: SchedulePreviewQuery,
      response: { 200: SchedulePreview },
    },
    handler: async (request) => {
      const { cron, timeZone, count } = request.query;
      const times = accepted(schedules.preview({ cron, timeZone }, count));
      return { timeZone, times: times.map((at) => at.toISOString()) };
    },
  });
}
