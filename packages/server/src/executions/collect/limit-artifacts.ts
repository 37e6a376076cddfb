/**
 * The quota of stored bytes, where files arrive: looked at before the bytes are read, which spares a full
 * team's uploads their way, and decided under the team's lock when they are there, so that of many files
 * for the last place one is kept. What goes past the server is decided before it is let go. Whom nothing limits
 * pays one look by key and no lock.
 */
import type { QuotaExcess } from '@gauntlet/contract';
import { judgeQuota, type QuotaStanding } from '@gauntlet/core/identity';
import type { QuotaBook } from '../../identity/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { ArtifactIndex, ArtifactOrder, NewArtifact } from './ports.ts';

export type LimitArtifactsDeps = { clock: Clock; artifactIndex: ArtifactIndex; quotas: QuotaBook };

const MIB = 2 ** 20;

/** By then a sweep has removed what nobody said was there: it takes what is a day old, and comes a day after the last. */
const ORDER_SECONDS = 3 * 86_400;

/** A file without bytes asks for nothing, and always fits. */
export const judgeBytes = (standing: QuotaStanding, sizeBytes: number): QuotaExcess | null =>
  judgeQuota([standing], { artifact_mib: sizeBytes / MIB });

/**
 * Before its bytes go past the server: they count from here on, or nobody would count what is never said to be there.
 * Asked again with the same bytes, it has its place. What does not fit is entered as missing.
 */
export async function orderWhatFits(
  { clock, artifactIndex, quotas }: LimitArtifactsDeps,
  tx: Tx,
  order: ArtifactOrder,
  row: NewArtifact,
): Promise<QuotaExcess | null> {
  const now = clock.now();
  const standing = await quotas.lockArtifactStanding(tx, order.executionId, now);
  if (!standing) return null;
  const hasPlace = await artifactIndex.isOrdered(tx, order, now);
  const excess = hasPlace ? null : judgeBytes(standing, order.sizeBytes);
  if (excess) await artifactIndex.insert(tx, { ...row, state: 'missing' });
  else await artifactIndex.order(tx, order, secondsAfter(now, ORDER_SECONDS));
  return excess;
}

/** What does not fit is entered as missing, so that nobody looks for it in vain. Sent again, it fits as before. */
export async function markWhatExceeds(
  { clock, artifactIndex, quotas }: LimitArtifactsDeps,
  tx: Tx,
  row: NewArtifact,
): Promise<QuotaExcess | null> {
  const standing = await quotas.lockArtifactStanding(tx, row.executionId, clock.now());
  const excess = standing && judgeBytes(standing, row.sizeBytes);
  if (!excess || (await artifactIndex.findStored(tx, row))) return null;
  await artifactIndex.insert(tx, { ...row, state: 'missing' });
  return excess;
}
