/**
 * Takes in an archive that a definition will refer to. The same bytes again, to the same workspace, give the
 * upload there is, and take up no more room than before.
 */
import type { Refusal, UploadAnswer, UploadId } from '@gauntlet/contract';
import { judgeQuota } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type QuotaBook, quotaExceeded } from '../../identity/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { ArtifactStore } from '../collect/ports.ts';
import type { KnownUpload, UploadRow, UploadShelf } from '../ports.ts';

export type StoreUploadDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  artifacts: ArtifactStore;
  uploads: Pick<UploadShelf, 'insert' | 'findByContent' | 'hasSize' | 'extend'>;
  quotas: Pick<QuotaBook, 'standings' | 'lockStandings'>;
};
export type StoreUploadCommand = {
  actor: Actor;
  content: AsyncIterable<Uint8Array>;
  /** As announced; null when the sender does not know yet. */
  sizeBytes: number | null;
  maxBytes: number;
};
export type StoreUploadRefusal = Refusal<
  'invalid-request' | 'too-large' | 'storage-full' | 'unavailable' | 'quota-exceeded'
>;

const MIB = 2 ** 20;

/** Long enough to run a definition again next week; each use of the same bytes begins it anew. */
const UPLOAD_SECONDS = 14 * 24 * 3600;

export async function storeUpload(
  deps: StoreUploadDeps,
  { actor, content, sizeBytes: announced, maxBytes }: StoreUploadCommand,
): Promise<Result<UploadAnswer, StoreUploadRefusal>> {
  const full = await lookAhead(deps, actor, announced ?? 0);
  if (full) return refuse(full);
  const uploadId = deps.ids.next<UploadId>();
  const storageKey = `uploads/${uploadId}`;
  const put = await deps.artifacts.put(storageKey, content, { maxBytes });
  if (!put.ok) return refuse(uploadRefusal(put.error, maxBytes));
  const { sizeBytes } = put.value;
  const sha256 = put.value.checksum.replace(/^sha256:/, '');
  if (sizeBytes === 0) return refuseEmpty(deps, storageKey);
  const known = await deps.uploads.findByContent(actor, sha256, deps.clock.now());
  if (known && (await reuse(deps, known))) {
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
  const entered = await deps.inTransaction((tx) => enter(deps, tx, actor, row, known));
  if (!entered.ok || entered.value !== uploadId) await deps.artifacts.delete(storageKey);
  return entered.ok ? ok({ uploadId: entered.value, sizeBytes, sha256 }) : entered;
}

/** Before the bytes are read. What has the size of one that is there may be that one, which its bytes will tell. */
async function lookAhead(
  deps: StoreUploadDeps,
  actor: Actor,
  sizeBytes: number,
): Promise<StoreUploadRefusal | null> {
  if (sizeBytes === 0) return null;
  const now = deps.clock.now();
  const excess = judgeQuota(await deps.quotas.standings(actor, now), { artifact_mib: sizeBytes / MIB });
  if (!excess || (await deps.uploads.hasSize(actor, sizeBytes, now))) return null;
  return notKept(quotaExceeded(excess, now));
}

/** Under the lock of the team: of two for the last room one is kept, and of two of the same bytes too. */
async function enter(
  { clock, uploads, quotas }: StoreUploadDeps,
  tx: Tx,
  actor: Actor,
  row: UploadRow,
  known: KnownUpload | null,
): Promise<Result<UploadId, StoreUploadRefusal>> {
  const now = clock.now();
  const standings = await quotas.lockStandings(tx, actor, now);
  const newest = await uploads.findByContent(actor, row.sha256, now, tx);
  // The one that was known has lost its bytes; one that came meanwhile has just brought them.
  if (newest && newest.uploadId !== known?.uploadId) return ok(newest.uploadId);
  const excess = judgeQuota(standings, { artifact_mib: row.sizeBytes / MIB });
  if (excess) return refuse(notKept(quotaExceeded(excess, now)));
  await uploads.insert(tx, row);
  return ok(row.uploadId);
}

const notKept = (refusal: Refusal<'quota-exceeded'>): StoreUploadRefusal => ({
  ...refusal,
  message: `The archive is not stored. ${refusal.message}`,
});

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
async function reuse(deps: StoreUploadDeps, { uploadId, storageKey }: KnownUpload): Promise<boolean> {
  if (!(await isStored(deps.artifacts, storageKey))) return false;
  await deps.uploads.extend(uploadId, secondsAfter(deps.clock.now(), UPLOAD_SECONDS));
  return true;
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
