/** POST /agent/v1/artifacts/uploads, and what follows where bytes go into the bucket past the server. */
import {
  ArtifactCompleteRequest,
  ArtifactPartsAnswer,
  ArtifactPartsRequest,
  ArtifactUploadAnswer,
  ArtifactUploadOrder,
  ArtifactUploadRequest,
} from '@gauntlet/contract';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { GroupArtifactType } from './artifacts.ts';

const ofGroup = { type: GroupArtifactType };

export function routeOrderUpload(app: App, { agents }: HttpDeps, { maxArtifactBytes }: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/artifacts/uploads',
    schema: {
      tags: ['agent'],
      summary: 'Where the bytes of a file go',
      body: ArtifactUploadRequest.extend(ofGroup),
      response: { 200: ArtifactUploadOrder },
    },
    handler: async (request) =>
      accepted(await agents.orderUpload(groupOf(request), request.body, maxArtifactBytes)),
  });
}

export function routeSignParts(app: App, { agents }: HttpDeps, { maxArtifactBytes }: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/artifacts/uploads/parts',
    schema: {
      tags: ['agent'],
      summary: 'Where parts of a file go',
      body: ArtifactPartsRequest.extend(ofGroup),
      response: { 200: ArtifactPartsAnswer },
    },
    handler: async (request) =>
      accepted(await agents.signParts(groupOf(request), request.body, maxArtifactBytes)),
  });
}

export function routeCompleteUpload(
  app: App,
  { agents }: HttpDeps,
  { maxArtifactBytes }: HttpSettings,
): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/artifacts/uploads/complete',
    schema: {
      tags: ['agent'],
      summary: 'The bytes are in the bucket',
      body: ArtifactCompleteRequest.extend(ofGroup),
      response: { 200: ArtifactUploadAnswer },
    },
    handler: async (request) =>
      accepted(await agents.completeUpload(groupOf(request), request.body, maxArtifactBytes)),
  });
}
