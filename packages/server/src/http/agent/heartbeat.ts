/** POST /agent/v1/heartbeat */
import { HeartbeatAnswer } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';

export function routeHeartbeat(app: App, { agents }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/heartbeat',
    schema: {
      tags: ['agent'],
      summary: 'Still here; the answer may say: stop',
      response: { 200: HeartbeatAnswer },
    },
    handler: (request) => agents.beat(groupOf(request)),
  });
}
