/** GET /api/v1/events: what happens to all executions of the workspace, as it happens. */
import { EventQuery } from '@gauntlet/contract';
import { z } from 'zod';
import { chooseType } from '../accept.ts';
import type { HttpDeps } from '../deps.ts';
import { messageOf, sendEventStream } from '../event-stream.ts';
import { FollowHeaders } from '../executions/follow-execution.ts';
import { type App, actorOf } from '../http-app.ts';
import type { OpenRequests } from '../open-requests.ts';
import { refused } from '../refused.ts';
import { createWakeWaiter } from '../wake-waiter.ts';

const BATCH = 500;
const TeamEventQuery = z.object({
  after: EventQuery.shape.after
    .unwrap()
    .optional()
    .describe('position to go on after; from now on when left out'),
});

export function routeFollowTeam(app: App, deps: HttpDeps, requests: OpenRequests): void {
  app.route({
    method: 'GET',
    url: '/api/v1/events',
    schema: {
      tags: ['events'],
      summary:
        'What happens to all executions: statuses, phases, groups, units, results, verdicts; `id:` is a position among all events',
      querystring: TeamEventQuery,
      headers: FollowHeaders,
      response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      if (chooseType(request.headers.accept, ['text/event-stream']) === null)
        throw refused('not-acceptable', 'Events of the team come as text/event-stream.');
      const actor = actorOf(request);
      const asked = request.headers['last-event-id'] ?? request.query.after;
      const open = requests.open(reply);
      let after = asked ?? (await deps.events.lastPosition());
      return sendEventStream(reply, {
        next: async () => {
          const batch = await deps.events.listOfTeam(actor, after, BATCH);
          const moved = batch.lastPosition > after;
          after = batch.lastPosition;
          const messages = batch.items.map(({ position, ...item }) => messageOf(position, item));
          // Others' events were passed by: a comment says that reading goes on, and it does at once.
          return { messages: messages.length === 0 && moved ? [': \n\n'] : messages, done: false };
        },
        waiter: createWakeWaiter(deps.wakes, ['positions'], null, open.signal),
        open,
        log: deps.log,
      });
    },
  });
}
