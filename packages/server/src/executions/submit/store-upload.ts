/**
 * Takes in an archive that a definition will refer to. The same bytes again, to the same workspace, give the
 * upload there is.
 */
import type { Refusal, UploadAnswer, UploadId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Actor, Workspace } from '../../identity/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { ArtifactStore, KnownUpload, UploadShelf } from '../ports.ts';

export type StoreUploadDeps = {
  clock: Clock;
  ids: Ids;
  artifacts: ArtifactStore;
  uploads: Pick<UploadShelf, 'insert' | 'findByContent' | 'extend'>;
};
export type StoreUploadCommand = { actor: Actor; content: AsyncIterable<Uint8Array>; maxBytes: number };
export type StoreUploadRefusal = Refusal<'invalid-request' | 'too-large' | 'storage-full' | 'unavailable'>;

/** Long enough to run a definition again next week; each use of the same bytes begins it anew. */
const UPLOAD_SECONDS = 14 * 24 * 3600;

export async function storeUpload(
  deps: StoreUploadDeps,
  { actor, content, maxBytes }: StoreUploadCommand,
): Promise<Result<UploadAnswer, StoreUploadRefusal>> {
  const uploadId = deps.ids.next<UploadId>();
  const storageKey = `uploads/${uploadId}`;
  const put = await deps.artifacts.put(storageKey, content, { maxBytes });
  if (!put.ok) return refuse(uploadRefusal(put.error, maxBytes));
  const { sizeBytes } = put.value;
  const sha256 = put.value.checksum.replace(/^sha256:/, '');
  if (sizeBytes === 0) return refuseEmpty(deps, storageKey);
  const known = await reuseKnown(deps, actor, sha256);
  if (known) {
    await deps.artifacts.delete(storageKey);
    return ok({ uploadId: known.uploadId, sizeBytes, sha256 });
  }
  const expiresAt = secondsAfter(deps.clock.now(), UPLOAD_SECONDS);
  const row = {
    uploadId,
    teamId: actor.teamId,
    projectId: actor.projectId,
    sha256,
    sizeBytes,
    storageKey,
    createdBy: actor.userId,
    expiresAt,
  };
  await deps.uploads.insert(row);
  return ok({ uploadId, sizeBytes, sha256 });
}

async function refuseEmpty(
  deps: StoreUploadDeps,
  storageKey: string,
): Promise<Result<never, StoreUploadRefusal>> {
  await deps.artifacts.delete(storageKey);
  return refuse({
    code: 'invalid-request',
    message: 'The upload is empty. Send a tar or tar.gz archive as the body.',
  });
}

/** A row alone is no upload: its bytes must still be there. */
async function reuseKnown(
  deps: StoreUploadDeps,
  workspace: Workspace,
  sha256: string,
): Promise<KnownUpload | null> {
  const now = deps.clock.now();
  const known = await deps.uploads.findByContent(workspace, sha256, now);
  if (!known || !(await isStored(deps.artifacts, known.storageKey))) return null;
  await deps.uploads.extend(known.uploadId, secondsAfter(now, UPLOAD_SECONDS));
  return known;
}

async function isStored(artifacts: ArtifactStore, storageKey: string): Promise<boolean> {
  const first = await artifacts.get(storageKey, { start: 0, end: 0 });
  if (!first.ok) return false;
  for await (const _byte of first.value) return true;
  return false;
}

function uploadRefusal(error: { code: string; message: string }, maxBytes: number): StoreUploadRefusal {
  if (error.code === 'too-large')
    return {
      code: 'too-large',
      message: `The archive is larger than ${maxBytes} bytes, the most an upload may have.`,
    };
  if (error.code === 'storage-full')
    return { code: 'storage-full', message: error.message, retryAfterSeconds: 60 };
  return { code: 'unavailable', message: error.message, retryAfterSeconds: 5 };
}
