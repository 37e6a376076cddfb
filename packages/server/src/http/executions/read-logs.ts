/** GET /api/v1/executions/:id/logs: all that was printed so far, as plain text. */
import { Readable } from 'node:stream';
import { LogQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { ByteAnswer } from '../receive-bytes.ts';
import { found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';

export function routeReadLogs(app: App, { logs }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/logs',
    schema: {
      tags: ['results'],
      summary: 'The log as plain text',
      params: ExecutionParams,
      querystring: LogQuery.pick({ group: true, stream: true }),
      response: { 200: { content: { 'text/plain': { schema: ByteAnswer } } } },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const { group, stream } = request.query;
      const text = await logs.text(actorOf(request), id, { groupIndex: group, stream });
      const body = Readable.from(found(text, `execution ${id}`), { objectMode: false });
      return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(body);
    },
  });
}
