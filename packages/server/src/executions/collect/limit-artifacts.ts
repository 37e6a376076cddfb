/**
 * The quota of stored bytes, where files arrive: looked at before the bytes are read, which spares a full
 * team's uploads their way, and decided under the team's lock when they are there, so that of many files
 * for the last place one is kept. Whom nothing limits pays one look by key and no lock.
 */
import type { QuotaExcess } from '@gauntlet/contract';
import { judgeQuota, type QuotaStanding } from '@gauntlet/core/identity';
import type { QuotaBook } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { ArtifactIndex, NewArtifact } from './ports.ts';

export type LimitArtifactsDeps = { clock: Clock; artifactIndex: ArtifactIndex; quotas: QuotaBook };

const MIB = 2 ** 20;

/** A file without bytes asks for nothing, and always fits. */
export const judgeBytes = (standing: QuotaStanding, sizeBytes: number): QuotaExcess | null =>
  judgeQuota([standing], { artifact_mib: sizeBytes / MIB });

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
