/**
 * A file of a group that goes into the bucket past the server: ordered, brought by the agent to a key where files
 * wait, and, once the agent says that it is there, copied by the bucket to the artifact's own key. What the row tells
 * is what the bucket finds the copy to be, and no signed request ever named its key: who still has one from before
 * writes where nobody reads, and the sweep clears up.
 *
 * Of an order only its bytes are kept, where a quota counts them: its key follows from what the agent says of the
 * file, and the bucket knows which parts it has. So any server goes on with what another, or the same before its end,
 * began.
 */
import type {
  ArtifactCompleteRequest,
  ArtifactId,
  ArtifactPartsAnswer,
  ArtifactPartsRequest,
  ArtifactUploadOrder,
  ArtifactUploadRequest,
  Refusal,
} from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { DirectTransfer } from '../direct-transfer.ts';
import { groupEnded, isAlive } from '../execute/greet-agent.ts';
import type { Group } from '../execution.ts';
import {
  checksumDiffers,
  type EnterArtifactDeps,
  enterStored,
  largerThan,
  lookAhead,
  lookAheadOfOrder,
  placeFor,
  refuseUnstored,
  type StoreArtifactRefusal,
  waitingKeyOf,
} from './enter-artifact.ts';

/** `direct`: null where everything goes through the server. */
export type DirectUploadDeps = EnterArtifactDeps & { direct: DirectTransfer | null };
export type DirectUploadRefusal = StoreArtifactRefusal | Refusal<'not-found' | 'invalid-request'>;

/** What is larger goes in parts of this size. */
const PART_BYTES = 16 * 2 ** 20;
/** The most that S3 copies at once; what is larger goes through the server. */
const MOST_DIRECT_BYTES = 5 * 2 ** 30;

export async function orderUpload(
  deps: DirectUploadDeps,
  group: Group,
  file: ArtifactUploadRequest,
  maxBytes: number,
): Promise<Result<ArtifactUploadOrder, StoreArtifactRefusal>> {
  if (!isAlive(group)) return refuse(groupEnded(group));
  if (file.sizeBytes > maxBytes) return refuse(largerThan(file, maxBytes));
  const stored = await findStored(deps, group, file);
  if (stored) return ok({ to: 'nowhere', artifactId: stored });
  const { direct } = deps;
  const goesDirect = direct && file.sizeBytes > 0 && file.sizeBytes <= MOST_DIRECT_BYTES;
  const key = waitingKeyOf(group, file);
  const full = goesDirect
    ? await lookAheadOfOrder(deps, group, file, key)
    : await lookAhead(deps, group, file);
  if (full) return refuse(full);
  if (!goesDirect) return ok({ to: 'server' });
  if (file.sizeBytes <= PART_BYTES) return ok({ to: 'bucket', put: await direct.signPut(key, file) });
  const parts = await direct.openParts(key);
  if (!parts.ok) return refuseUnstored(deps, group, file, parts.error, maxBytes);
  return ok({ to: 'bucket-in-parts', partBytes: PART_BYTES, ...parts.value });
}

export async function signParts(
  deps: DirectUploadDeps,
  group: Group,
  { multipart, parts, ...file }: ArtifactPartsRequest,
  maxBytes: number,
): Promise<Result<ArtifactPartsAnswer, DirectUploadRefusal>> {
  const { direct } = deps;
  if (!isAlive(group)) return refuse(groupEnded(group));
  // What an order would have refused may be said here without one.
  if (file.sizeBytes > maxBytes) return refuse(largerThan(file, maxBytes));
  if (!direct) return refuse(notWaiting(file));
  const key = waitingKeyOf(group, file);
  const full = await lookAheadOfOrder(deps, group, file, key);
  if (full) return refuse(full);
  const last = Math.ceil(file.sizeBytes / PART_BYTES);
  const beyond = parts.find(({ number }) => number > last);
  if (beyond || file.sizeBytes > MOST_DIRECT_BYTES)
    return refuse({ code: 'invalid-request', message: `"${file.name}" has ${last} parts, and no others.` });
  const signed = parts.map(async ({ number, checksum }) => {
    const sizeBytes = number < last ? PART_BYTES : file.sizeBytes - PART_BYTES * (last - 1);
    return { number, put: await direct.signPart(key, multipart, { number, checksum, sizeBytes }) };
  });
  return ok({ parts: await Promise.all(signed) });
}

export async function completeUpload(
  deps: DirectUploadDeps,
  group: Group,
  { multipart, ...file }: ArtifactCompleteRequest,
  maxBytes: number,
): Promise<Result<{ artifactId: ArtifactId }, DirectUploadRefusal>> {
  if (!isAlive(group)) return refuse(groupEnded(group));
  if (file.sizeBytes > maxBytes) return refuse(largerThan(file, maxBytes));
  // Said again, since the answer was lost.
  const stored = await findStored(deps, group, file);
  if (stored) return ok({ artifactId: stored });
  const { direct } = deps;
  if (!direct) return refuse(notWaiting(file));
  const waiting = waitingKeyOf(group, file);
  if (multipart !== undefined) {
    const joined = await direct.joinParts(waiting, multipart);
    if (!joined.ok && joined.error.code !== 'not-found')
      return refuseUnstored(deps, group, file, joined.error, maxBytes);
  }
  const place = placeFor(deps, group);
  const copied = await direct.copyExactly(waiting, place.storageKey, file);
  if (!copied.ok) {
    const { error } = copied;
    if (error.code === 'not-found') return refuse(notWaiting(file));
    if (error.code !== 'checksum-differs') return refuseUnstored(deps, group, file, error, maxBytes);
    await deps.artifacts.delete(waiting);
    return refuse({ ...checksumDiffers(file, 'other bytes'), message: `"${file.name}": ${error.message}` });
  }
  const entered = await enterStored(deps, group, file, {
    ...{ ...place, sizeBytes: file.sizeBytes },
    waitingKey: waiting,
  });
  await deps.artifacts.delete(entered.ok ? waiting : place.storageKey);
  return entered;
}

async function findStored(
  { inTransaction, artifactIndex }: DirectUploadDeps,
  { executionId, attempt, groupId }: Group,
  { name, checksum }: ArtifactUploadRequest,
): Promise<ArtifactId | null> {
  const file = { executionId, attempt, groupId, name, checksum };
  return (await inTransaction((tx) => artifactIndex.findStored(tx, file)))?.artifactId ?? null;
}

const notWaiting = ({ name }: ArtifactUploadRequest): Refusal<'not-found'> => ({
  code: 'not-found',
  message: `"${name}" has not arrived in the bucket. Ask anew where to send it.`,
});
