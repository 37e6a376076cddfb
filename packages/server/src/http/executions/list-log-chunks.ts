/** GET /api/v1/executions/:id/log-chunks: what was printed after the cursor, or as soon as something is. */
import { LogChunks, LogQuery } from '@gauntlet/contract';
import type { LogFilter, LogPage } from '../../executions/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import type { OpenRequests } from '../open-requests.ts';
import { accepted, found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';
import { createWakeWaiter, type WakeWaiter } from '../wake-waiter.ts';

/** Between two looks without a wake-up. */
const POLL_MS = 5_000;
/** Chunks that come in a burst are answered together. */
const GATHER_MS = 50;

export function routeListLogChunks(app: App, deps: HttpDeps, requests: OpenRequests): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/log-chunks',
    schema: {
      tags: ['results'],
      summary: 'The log, piece by piece; waits for more when asked to',
      params: ExecutionParams,
      querystring: LogQuery,
      response: { 200: LogChunks },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const { group, stream, waitSeconds } = request.query;
      const filter: LogFilter = { groupIndex: group, stream };
      const { signal, mayGoOn } = requests.open(reply);
      const read = async (cursor: string | undefined) => {
        const page = await deps.logs.chunks(actor, id, filter, cursor);
        return accepted(found((await mayGoOn()) ? page : null, `execution ${id}`));
      };
      const waiter = createWakeWaiter(deps.wakes, ['logs', 'events'], id, signal);
      return answerOf(await readOrWait(read, request.query.cursor, waitSeconds, waiter, signal));
    },
  });
}

async function readOrWait(
  read: (cursor: string | undefined) => Promise<LogPage>,
  cursor: string | undefined,
  waitSeconds: number,
  waiter: WakeWaiter,
  signal: AbortSignal,
): Promise<LogPage> {
  const deadline = performance.now() + waitSeconds * 1000;
  for (;;) {
    const page = await read(cursor);
    const left = deadline - performance.now();
    if (page.chunks.length > 0 || page.complete || page.more || left <= 0 || signal.aborted) return page;
    await waiter.wait(Math.min(left, POLL_MS));
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  }
}

const answerOf = ({ chunks, cursor, complete }: LogPage) => ({ chunks, cursor, complete });
