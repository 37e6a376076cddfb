/** A file of a group: its bytes in the store, its row in the index, counted once however often it is sent. */
import type { ArtifactId, ArtifactType, QuotaExcess, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type QuotaBook, quotaExceeded } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { groupEnded, isAlive } from '../execute/greet-agent.ts';
import type { Group } from '../execution.ts';
import type { ArtifactIndex, ArtifactStore, GroupStore, NewArtifact } from '../ports.ts';
import { judgeBytes, markWhatExceeds } from './limit-artifacts.ts';

export type StoreArtifactDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  groups: GroupStore;
  artifacts: ArtifactStore;
  artifactIndex: ArtifactIndex;
  quotas: QuotaBook;
};

export type ArtifactUpload = {
  name: string;
  type: ArtifactType;
  /** `sha256:` and lower-case hex, of the bytes as sent. */
  checksum: string;
  contentType?: string;
  /** As announced; null when the sender does not know yet. */
  sizeBytes: number | null;
  /** Ties it to the result of this key, when that has been reported. */
  resultKey?: string;
  content: AsyncIterable<Uint8Array>;
};

export type StoreArtifactRefusal = Refusal<
  'group-ended' | 'checksum-differs' | 'too-large' | 'storage-full' | 'unavailable' | 'quota-exceeded'
>;

const artifactKeyOf = (executionId: string, artifactId: string) => `executions/${executionId}/${artifactId}`;

export async function storeArtifact(
  deps: StoreArtifactDeps,
  group: Group,
  upload: ArtifactUpload,
  maxBytes: number,
): Promise<Result<{ artifactId: ArtifactId }, StoreArtifactRefusal>> {
  if (!isAlive(group)) return refuse(groupEnded(group));
  const place = placeFor(deps, group);
  const full = await lookAhead(deps, group, upload, place);
  if (full) return refuse(full);
  const put = await deps.artifacts.put(place.storageKey, upload.content, { maxBytes });
  if (!put.ok) return refuse(storeRefusal(put.error, upload, maxBytes));
  const entered = await enterStored(deps, group, upload, { ...place, ...put.value });
  if (!entered.ok) await deps.artifacts.delete(place.storageKey);
  return entered;
}

type Place = { artifactId: ArtifactId; storageKey: string };

function placeFor({ ids }: StoreArtifactDeps, { executionId }: Group): Place {
  const artifactId = ids.next<ArtifactId>();
  return { artifactId, storageKey: artifactKeyOf(executionId, artifactId) };
}

async function enterStored(
  deps: StoreArtifactDeps,
  group: Group,
  upload: ArtifactUpload,
  put: Place & { sizeBytes: number; checksum: string },
): Promise<Result<{ artifactId: ArtifactId }, StoreArtifactRefusal>> {
  if (put.checksum !== upload.checksum) return refuse(checksumDiffers(upload, put.checksum));
  const row = rowOf(deps, group, upload, put);
  const entered = await deps.inTransaction((tx) => enter(deps, tx, group, row, upload.resultKey));
  if (entered.outcome === 'ended') return refuse(groupEnded(group));
  if (entered.outcome === 'full') return refuse(notKept(deps, upload, entered.excess));
  const { artifactId } = entered;
  // Sent again: the row points to the new bytes and keeps its id; the first copy is of no use any more.
  if (artifactId !== put.artifactId)
    await deps.artifacts.delete(artifactKeyOf(group.executionId, artifactId));
  return ok({ artifactId });
}

/** Before the bytes are read: the refusal when they will not fit. Nothing is locked where nothing is limited. */
async function lookAhead(
  deps: StoreArtifactDeps,
  group: Group,
  upload: ArtifactUpload,
  place: Place,
): Promise<StoreArtifactRefusal | null> {
  const sizeBytes = upload.sizeBytes ?? 0;
  const standing = await deps.quotas.artifactStanding(group.executionId, deps.clock.now());
  if (!standing || !judgeBytes(standing, sizeBytes)) return null;
  const row = rowOf(deps, group, upload, { ...place, sizeBytes });
  const excess = await deps.inTransaction(async (tx) => {
    const locked = await deps.groups.lock(tx, group.groupId);
    return locked && isAlive(locked) ? markWhatExceeds(deps, tx, row) : null;
  });
  return excess && notKept(deps, upload, excess);
}

type Entered =
  | { outcome: 'stored'; artifactId: ArtifactId }
  /** The group has ended meanwhile, and its execution may have been collected without this. */
  | { outcome: 'ended' }
  | { outcome: 'full'; excess: QuotaExcess };

async function enter(
  deps: StoreArtifactDeps,
  tx: Tx,
  { groupId }: Group,
  row: NewArtifact,
  resultKey: string | undefined,
): Promise<Entered> {
  const { groups, artifactIndex } = deps;
  const group = await groups.lock(tx, groupId);
  if (!group || !isAlive(group)) return { outcome: 'ended' };
  const resultId = resultKey === undefined ? null : await artifactIndex.findResult(tx, groupId, resultKey);
  const excess = await markWhatExceeds(deps, tx, { ...row, resultId });
  if (excess) return { outcome: 'full', excess };
  const artifactId = await artifactIndex.insert(tx, { ...row, resultId });
  if (artifactId === row.artifactId) await groups.countArtifact(tx, groupId);
  return { outcome: 'stored', artifactId };
}

const notKept = ({ clock }: StoreArtifactDeps, { name }: ArtifactUpload, excess: QuotaExcess) => {
  const refusal = quotaExceeded(excess, clock.now());
  return { ...refusal, message: `"${name}" is not stored. ${refusal.message}` };
};

const rowOf = (
  { clock }: StoreArtifactDeps,
  group: Group,
  { name, type, checksum, contentType }: ArtifactUpload,
  stored: Place & { sizeBytes: number },
): NewArtifact => ({
  artifactId: stored.artifactId,
  storageKey: stored.storageKey,
  sizeBytes: stored.sizeBytes,
  executionId: group.executionId,
  groupId: group.groupId,
  attempt: group.attempt,
  type,
  name,
  checksum,
  contentType: contentType ?? 'application/octet-stream',
  resultId: null,
  createdAt: clock.now(),
  state: 'stored',
});

const checksumDiffers = ({ name, checksum }: ArtifactUpload, arrived: string): StoreArtifactRefusal => ({
  code: 'checksum-differs',
  message: `"${name}" arrived as ${arrived}, not as ${checksum}. Send it again.`,
});

function storeRefusal(
  error: { code: string; message: string },
  { name }: ArtifactUpload,
  maxBytes: number,
): StoreArtifactRefusal {
  if (error.code === 'too-large')
    return {
      code: 'too-large',
      message: `"${name}" is larger than ${maxBytes} bytes, the most an artifact may have.`,
    };
  if (error.code === 'storage-full')
    return { code: 'storage-full', message: error.message, retryAfterSeconds: 60 };
  return { code: 'unavailable', message: error.message, retryAfterSeconds: 5 };
}
