/** GET /api/v1/executions/:id/events: a list, or a stream that goes on until the execution is over. */
import { EventList, EventQuery, type ExecutionId, type RecordedExecutionEvent } from '@gauntlet/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Workspace } from '../../identity/index.ts';
import { chooseType } from '../accept.ts';
import type { HttpDeps } from '../deps.ts';
import { type EventSource, messageOf, sendEventStream } from '../event-stream.ts';
import { type App, actorOf } from '../http-app.ts';
import type { OpenRequest, OpenRequests } from '../open-requests.ts';
import { found, refused } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';
import { createWakeWaiter } from '../wake-waiter.ts';

const OFFERED = ['application/json', 'text/event-stream'] as const;
const BATCH = 200;

/** Browsers send back what they saw last, whatever it was and whoever served it. */
function numberIn(text: string | undefined): number | undefined {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined;
}

export const FollowHeaders = z.object({
  'last-event-id': z
    .string()
    .optional()
    .transform(numberIn)
    .describe('go on after the event of this number; anything else counts as left out'),
});

export function routeFollowExecution(app: App, deps: HttpDeps, requests: OpenRequests): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/events',
    schema: {
      tags: ['events'],
      summary: 'What happened; with `Accept: text/event-stream` as it happens',
      params: ExecutionParams,
      querystring: EventQuery,
      headers: FollowHeaders,
      response: {
        200: {
          description: 'Events in order',
          content: { 'application/json': { schema: EventList }, 'text/event-stream': { schema: z.string() } },
        },
        204: z.null().describe('a stream that has nothing more to say: do not come again'),
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const workspace = actorOf(request);
      const { after, limit } = request.query;
      const type = chooseType(request.headers.accept, OFFERED);
      if (type === null) throw refused('not-acceptable', `Events come as ${OFFERED.join(' or ')}.`);
      if (type === 'application/json')
        return found(await deps.events.list(workspace, id, after, limit), `execution ${id}`);
      return follow(deps, requests, reply, {
        workspace,
        executionId: id,
        after: request.headers['last-event-id'] ?? after,
      });
    },
  });
}

type Place = {
  workspace: Workspace;
  executionId: ExecutionId;
  after: number;
};

async function follow(deps: HttpDeps, requests: OpenRequests, reply: FastifyReply, place: Place) {
  const status = found(
    await deps.readers.statusOf(place.workspace, place.executionId),
    `execution ${place.executionId}`,
  );
  const over = status === 'archived' || status === 'rejected';
  if (over && (await isReadToItsEnd(deps, place))) return reply.code(204).send(null);
  return sendEventStream(reply, createSource(deps, requests.open(reply), place, over));
}

async function isReadToItsEnd(
  { events }: HttpDeps,
  { workspace, executionId, after }: Place,
): Promise<boolean> {
  const rest = await events.list(workspace, executionId, after, 1);
  return rest === null || rest.items.length === 0;
}

/** @param over it was so when the stream was opened: what is told after its last status has no end of its own */
function createSource(deps: HttpDeps, open: OpenRequest, place: Place, over: boolean): EventSource {
  const { workspace, executionId } = place;
  let after = place.after;
  return {
    next: async () => {
      const batch = await deps.events.list(workspace, executionId, after, BATCH);
      const items = batch?.items ?? [];
      after = items.at(-1)?.number ?? after;
      // Gone altogether: retention has deleted it.
      const done = batch === null || items.some(endsExecution) || (over && items.length < BATCH);
      return { messages: items.map((item) => messageOf(item.number, item)), done };
    },
    waiter: createWakeWaiter(deps.wakes, ['events'], executionId, open.signal),
    open,
    log: deps.log,
  };
}

const endsExecution = ({ event }: RecordedExecutionEvent) =>
  event.type === 'status-changed' && (event.data.to === 'archived' || event.data.to === 'rejected');
