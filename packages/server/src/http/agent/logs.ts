/** POST /agent/v1/logs: the next bytes of a stream. */
import { LogsAnswer, LogsQuery } from '@gauntlet/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { groupEnded, isAlive } from '../../executions/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';
import { Refused } from '../refused.ts';
import { LOG_BODY_BYTES } from '../settings.ts';

const Bytes = z.instanceof(Buffer).meta({ type: 'string', format: 'binary' });

export async function routeLogs(app: App, { agents }: HttpDeps): Promise<void> {
  await app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer' },
      async (_request: FastifyRequest, body: Buffer) => body,
    );
    scope.route({
      method: 'POST',
      url: '/agent/v1/logs',
      bodyLimit: LOG_BODY_BYTES,
      schema: {
        tags: ['agent'],
        summary: 'The next bytes of a log',
        consumes: ['application/octet-stream'],
        querystring: LogsQuery,
        body: Bytes,
        response: { 200: LogsAnswer },
      },
      handler: async (request) => {
        const group = groupOf(request);
        if (!isAlive(group)) throw new Refused(groupEnded(group));
        const { stream, offset } = request.query;
        return agents.appendLog(group, stream, offset, request.body);
      },
    });
  });
}
