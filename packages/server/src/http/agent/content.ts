/** GET /agent/v1/content: the archive that was submitted. */
import { Readable } from 'node:stream';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';
import { ByteAnswer } from '../receive-bytes.ts';
import { accepted } from '../refused.ts';

export function routeContent(app: App, { agents }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/agent/v1/content',
    schema: {
      tags: ['agent'],
      summary: 'The archive of the execution',
      response: {
        200: { content: { 'application/octet-stream': { schema: ByteAnswer } } },
      },
    },
    handler: async (request, reply) => {
      const { sizeBytes, content } = accepted(await agents.openContent(groupOf(request)));
      reply.type('application/octet-stream').header('content-length', sizeBytes);
      return reply.send(Readable.from(content, { objectMode: false }));
    },
  });
}
