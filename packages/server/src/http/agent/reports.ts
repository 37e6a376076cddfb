/** POST /agent/v1/reports */
import { ReportsAnswer, ReportsRequest } from '@gauntlet/contract';
import { groupEnded } from '../../executions/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';
import { Refused } from '../refused.ts';
import { REPORT_BODY_BYTES } from '../settings.ts';

export function routeReports(app: App, { agents }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/reports',
    bodyLimit: REPORT_BODY_BYTES,
    schema: {
      tags: ['agent'],
      summary: 'What happened, in order and once',
      body: ReportsRequest,
      response: { 200: ReportsAnswer },
    },
    handler: async (request) => {
      const group = groupOf(request);
      const answer = await agents.record(group, request.body);
      if (answer === null) throw new Refused(groupEnded(group));
      return answer;
    },
  });
}
