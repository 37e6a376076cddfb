/** A file of a group: its bytes in the store, its row in the index, counted once however often it is sent. */
import type { ArtifactId, ArtifactType, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { groupEnded, isAlive } from '../execute/greet-agent.ts';
import type { Group } from '../execution.ts';
import type { ArtifactIndex, ArtifactStore, GroupStore, NewArtifact } from '../ports.ts';

export type StoreArtifactDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  groups: GroupStore;
  artifacts: ArtifactStore;
  artifactIndex: ArtifactIndex;
};

export type ArtifactUpload = {
  name: string;
  type: ArtifactType;
  /** `sha256:` and lower-case hex, of the bytes as sent. */
  checksum: string;
  contentType?: string;
  /** Ties it to the result of this key, when that has been reported. */
  resultKey?: string;
  content: AsyncIterable<Uint8Array>;
};

export type StoreArtifactRefusal = Refusal<
  'group-ended' | 'checksum-differs' | 'too-large' | 'storage-full' | 'unavailable'
>;

const artifactKeyOf = (executionId: string, artifactId: string) => `executions/${executionId}/${artifactId}`;

export async function storeArtifact(
  deps: StoreArtifactDeps,
  group: Group,
  upload: ArtifactUpload,
  maxBytes: number,
): Promise<Result<{ artifactId: ArtifactId }, StoreArtifactRefusal>> {
  if (!isAlive(group)) return refuse(groupEnded(group));
  const artifactId = deps.ids.next<ArtifactId>();
  const storageKey = artifactKeyOf(group.executionId, artifactId);
  const put = await deps.artifacts.put(storageKey, upload.content, { maxBytes });
  if (!put.ok) return refuse(storeRefusal(put.error, upload, maxBytes));
  if (put.value.checksum !== upload.checksum) {
    await deps.artifacts.delete(storageKey);
    return refuse(checksumDiffers(upload, put.value.checksum));
  }
  const row = rowOf(deps, group, upload, { artifactId, storageKey, sizeBytes: put.value.sizeBytes });
  const stored = await deps.inTransaction((tx) => enter(deps, tx, group, row, upload.resultKey));
  if (stored === null) {
    await deps.artifacts.delete(storageKey);
    return refuse(groupEnded(group));
  }
  // Sent again: the row points to the new bytes and keeps its id; the first copy is of no use any more.
  if (stored !== artifactId) await deps.artifacts.delete(artifactKeyOf(group.executionId, stored));
  return ok({ artifactId: stored });
}

/** Null: the group has ended meanwhile, and its execution may have been collected without this. */
async function enter(
  { groups, artifactIndex }: StoreArtifactDeps,
  tx: Tx,
  { groupId }: Group,
  row: NewArtifact,
  resultKey: string | undefined,
): Promise<ArtifactId | null> {
  const group = await groups.lock(tx, groupId);
  if (!group || !isAlive(group)) return null;
  const resultId = resultKey === undefined ? null : await artifactIndex.findResult(tx, groupId, resultKey);
  const artifactId = await artifactIndex.insert(tx, { ...row, resultId });
  if (artifactId === row.artifactId) await groups.countArtifact(tx, groupId);
  return artifactId;
}

const rowOf = (
  { clock }: StoreArtifactDeps,
  group: Group,
  { name, type, checksum, contentType }: ArtifactUpload,
  stored: { artifactId: ArtifactId; storageKey: string; sizeBytes: number },
): NewArtifact => ({
  ...stored,
  executionId: group.executionId,
  groupId: group.groupId,
  attempt: group.attempt,
  type,
  name,
  checksum,
  contentType: contentType ?? 'application/octet-stream',
  resultId: null,
  createdAt: clock.now(),
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
