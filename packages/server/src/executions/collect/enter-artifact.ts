/**
 * The row of a group's file, whichever way its bytes take: counted once however often it is sent, and `missing` as
 * long as the store or a quota does not take them.
 */
import type { ArtifactId, ArtifactType, QuotaExcess, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type QuotaBook, quotaExceeded } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { groupEnded, isAlive } from '../execute/greet-agent.ts';
import type { GroupStore } from '../execute/ports.ts';
import type { Group } from '../execution.ts';
import { judgeBytes, markWhatExceeds, orderWhatFits } from './limit-artifacts.ts';
import type { ArtifactIndex, ArtifactRefusal, ArtifactStore, NewArtifact } from './ports.ts';

export type EnterArtifactDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  groups: Pick<GroupStore, 'lock' | 'countArtifact'>;
  artifacts: Pick<ArtifactStore, 'delete'>;
  artifactIndex: ArtifactIndex;
  quotas: QuotaBook;
};

export type ArtifactDescription = {
  name: string;
  type: ArtifactType;
  /** `sha256:` and lower-case hex, of the bytes as sent. */
  checksum: string;
  contentType?: string;
  /** As announced; null when the sender does not know yet. */
  sizeBytes: number | null;
  /** Ties it to the result of this key, when that has been reported. */
  resultKey?: string;
};

export type StoreArtifactRefusal = Refusal<
  'group-ended' | 'checksum-differs' | 'too-large' | 'storage-full' | 'unavailable' | 'quota-exceeded'
>;

/** Where it waits in a bucket. By the group and its own number for the file; the checksum keeps apart what it may call the same. */
export const waitingKeyOf = (
  { executionId, groupId }: Group,
  { number, checksum }: { number: number; checksum: string },
): string => `waiting/${executionId}/${groupId}/${number}-${checksum.replace(/^sha256:/, '')}`;

type Place = { artifactId: ArtifactId; storageKey: string };

export function placeFor({ ids }: Pick<EnterArtifactDeps, 'ids'>, { executionId }: Group): Place {
  const artifactId = ids.next<ArtifactId>();
  return { artifactId, storageKey: `executions/${executionId}/${artifactId}` };
}

/** `waitingKey`: of an order that may have been given for it. */
export async function enterStored(
  deps: EnterArtifactDeps,
  group: Group,
  described: ArtifactDescription,
  { waitingKey, ...stored }: Place & { sizeBytes: number; waitingKey?: string },
): Promise<Result<{ artifactId: ArtifactId }, StoreArtifactRefusal>> {
  const row = rowOf(deps, group, described, stored);
  const entered = await deps.inTransaction((tx) =>
    enter(deps, tx, group, row, { resultKey: described.resultKey, waitingKey }),
  );
  if (entered.outcome === 'ended') return refuse(groupEnded(group));
  if (entered.outcome === 'full') return refuse(notKept(deps, described, entered.excess));
  // Sent again: the row points to the new bytes and keeps its id; the first copy is of no use any more.
  if (entered.replaced !== null) await deps.artifacts.delete(entered.replaced);
  return ok({ artifactId: entered.artifactId });
}

type Entered =
  | { outcome: 'stored'; artifactId: ArtifactId; replaced: string | null }
  /** The group has ended meanwhile, and its execution may have been collected without this. */
  | { outcome: 'ended' }
  | { outcome: 'full'; excess: QuotaExcess };

async function enter(
  deps: EnterArtifactDeps,
  tx: Tx,
  { groupId, executionId }: Group,
  row: NewArtifact,
  { resultKey, waitingKey }: { resultKey: string | undefined; waitingKey: string | undefined },
): Promise<Entered> {
  const { groups, artifactIndex } = deps;
  const group = await groups.lock(tx, groupId);
  if (!group || !isAlive(group)) return { outcome: 'ended' };
  const resultId = resultKey === undefined ? null : await artifactIndex.findResult(tx, groupId, resultKey);
  const order = waitingKey !== undefined && { executionId, groupId, waitingKey, sizeBytes: row.sizeBytes };
  const hasPlace = order && (await artifactIndex.takeOrder(tx, order, deps.clock.now()));
  const excess = hasPlace ? null : await markWhatExceeds(deps, tx, { ...row, resultId });
  if (excess) return { outcome: 'full', excess };
  const before = await artifactIndex.findStored(tx, row);
  const artifactId = await artifactIndex.insert(tx, { ...row, resultId });
  if (before === null) await groups.countArtifact(tx, groupId);
  return { outcome: 'stored', artifactId, replaced: before?.storageKey ?? null };
}

/** Before the bytes are read: the refusal when they will not fit. Nothing is locked where nothing is limited. */
export async function lookAhead(
  deps: EnterArtifactDeps,
  group: Group,
  described: ArtifactDescription,
): Promise<StoreArtifactRefusal | null> {
  const sizeBytes = described.sizeBytes ?? 0;
  const standing = await deps.quotas.artifactStanding(group.executionId, deps.clock.now());
  if (!standing || !judgeBytes(standing, sizeBytes)) return null;
  const row = rowOf(deps, group, described, { ...placeFor(deps, group), sizeBytes });
  const excess = await ofTheLiving(deps, group, (tx) => markWhatExceeds(deps, tx, row));
  return excess && notKept(deps, described, excess);
}

/** The same before the bytes go past the server, which counts them from then on. */
export async function lookAheadOfOrder(
  deps: EnterArtifactDeps,
  group: Group,
  described: ArtifactDescription & { sizeBytes: number },
  waitingKey: string,
): Promise<StoreArtifactRefusal | null> {
  const { executionId, groupId } = group;
  const { sizeBytes } = described;
  if (!(await deps.quotas.artifactStanding(executionId, deps.clock.now()))) return null;
  const row = rowOf(deps, group, described, { ...placeFor(deps, group), sizeBytes });
  const order = { executionId, groupId, waitingKey, sizeBytes };
  const excess = await ofTheLiving(deps, group, (tx) => orderWhatFits(deps, tx, order, row));
  return excess && notKept(deps, described, excess);
}

/** What the store did not take. Unless it took it before, the file is `missing` until it comes again. */
export async function refuseUnstored(
  deps: EnterArtifactDeps,
  group: Group,
  described: ArtifactDescription,
  error: ArtifactRefusal,
  maxBytes: number,
): Promise<Result<never, StoreArtifactRefusal>> {
  const row = rowOf(deps, group, described, {
    ...placeFor(deps, group),
    sizeBytes: described.sizeBytes ?? 0,
  });
  await ofTheLiving(deps, group, async (tx) => {
    if ((await deps.artifactIndex.findStored(tx, row)) === null)
      await deps.artifactIndex.insert(tx, { ...row, state: 'missing' });
  });
  return refuse(storeRefusal(error, described, maxBytes));
}

/** Null also where the group has ended: nothing is entered for it any more. */
const ofTheLiving = <Value>(
  { inTransaction, groups }: EnterArtifactDeps,
  { groupId }: Group,
  act: (tx: Tx) => Promise<Value>,
): Promise<Value | null> =>
  inTransaction(async (tx) => {
    const locked = await groups.lock(tx, groupId);
    return locked && isAlive(locked) ? act(tx) : null;
  });

const notKept = ({ clock }: EnterArtifactDeps, { name }: ArtifactDescription, excess: QuotaExcess) => {
  const refusal = quotaExceeded(excess, clock.now());
  return { ...refusal, message: `"${name}" is not stored. ${refusal.message}` };
};

const rowOf = (
  { clock }: EnterArtifactDeps,
  group: Group,
  { name, type, checksum, contentType }: ArtifactDescription,
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

export const checksumDiffers = (
  { name, checksum }: ArtifactDescription,
  arrived: string,
): StoreArtifactRefusal => ({
  code: 'checksum-differs',
  message: `"${name}" arrived as ${arrived}, not as ${checksum}. Send it again.`,
});

export const largerThan = ({ name }: ArtifactDescription, maxBytes: number): StoreArtifactRefusal => ({
  code: 'too-large',
  message: `"${name}" is larger than ${maxBytes} bytes, the most an artifact may have.`,
});

function storeRefusal(
  error: ArtifactRefusal,
  described: ArtifactDescription,
  maxBytes: number,
): StoreArtifactRefusal {
  if (error.code === 'too-large') return largerThan(described, maxBytes);
  if (error.code === 'storage-full')
    return { code: 'storage-full', message: error.message, retryAfterSeconds: 60 };
  return { code: 'unavailable', message: error.message, retryAfterSeconds: 5 };
}
