/** GET /api/v1/queue */
import { QueueView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeShowQueue(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/queue',
    schema: {
      tags: ['executions'],
      summary: "The team's waiting executions, with their places among all",
      response: { 200: QueueView },
    },
    handler: (request) => readers.queue(actorOf(request)),
  });
}
