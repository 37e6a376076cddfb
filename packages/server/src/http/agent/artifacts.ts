/** PUT /agent/v1/artifacts: a file of the group, streamed into the store. */
import { ArtifactType, ArtifactUploadAnswer, ArtifactUploadQuery } from '@gauntlet/contract';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';
import { acceptBytes, announcedBytes, ByteStream, refuseAnnounced } from '../receive-bytes.ts';
import { accepted } from '../refused.ts';

/** What the server makes itself, and vouches for, no group may bring. */
export const GroupArtifactType = ArtifactType.exclude(['log', 'setup-log', 'junit', 'html-report']);

export async function routeArtifacts(app: App, { agents }: HttpDeps, settings: HttpSettings): Promise<void> {
  await app.register(async (scope: App) => {
    acceptBytes(scope, ['application/octet-stream']);
    scope.route({
      method: 'PUT',
      url: '/agent/v1/artifacts',
      config: { streamsBody: true },
      bodyLimit: settings.maxArtifactBytes,
      schema: {
        tags: ['agent'],
        summary: 'A file the tests left',
        consumes: ['application/octet-stream'],
        querystring: ArtifactUploadQuery.extend({ type: GroupArtifactType }),
        body: ByteStream,
        response: { 200: ArtifactUploadAnswer },
      },
      handler: async (request) => {
        refuseAnnounced(request, settings.maxArtifactBytes);
        const upload = { ...request.query, content: request.body, sizeBytes: announcedBytes(request) };
        return accepted(await agents.storeArtifact(groupOf(request), upload, settings.maxArtifactBytes));
      },
    });
  });
}
