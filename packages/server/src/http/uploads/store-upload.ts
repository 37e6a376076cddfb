/** POST /api/v1/uploads: an archive, streamed into the store as it comes. */
import { UploadAnswer } from '@gauntlet/contract';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { acceptBytes, announcedBytes, ByteStream, refuseAnnounced } from '../receive-bytes.ts';
import { accepted } from '../refused.ts';

export async function routeStoreUpload(app: App, deps: HttpDeps, settings: HttpSettings): Promise<void> {
  await app.register(async (scope: App) => {
    acceptBytes(scope, [
      'application/octet-stream',
      'application/gzip',
      'application/x-gzip',
      'application/x-tar',
    ]);
    scope.route({
      method: 'POST',
      url: '/api/v1/uploads',
      config: { streamsBody: true },
      bodyLimit: settings.maxUploadBytes,
      schema: {
        tags: ['executions'],
        summary: 'Upload an archive (tar or tar.gz) for a definition to refer to',
        consumes: ['application/octet-stream'],
        body: ByteStream,
        response: { 201: UploadAnswer },
      },
      handler: async (request, reply) => {
        const maxBytes = settings.maxUploadBytes;
        refuseAnnounced(request, maxBytes);
        const stored = await deps.executions.storeUpload({
          actor: actorOf(request),
          content: request.body,
          sizeBytes: announcedBytes(request),
          maxBytes,
        });
        return reply.code(201).send(accepted(stored));
      },
    });
  });
}
