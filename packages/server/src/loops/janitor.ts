/** Retention and housekeeping: expired artifacts and uploads go, months to come get their partitions. */
import type { ArtifactIndex, ArtifactStore, ExecutionStore } from '../executions/index.ts';
import { type Clock, secondsAfter } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export type JanitorDeps = {
  clock: Clock;
  log: Log;
  wakes: WakeListener;
  executions: Pick<ExecutionStore, 'deleteArchivedBefore'>;
  /** Sessions, tokens, keys and sign-in links that are good for nothing any more. */
  removeExpiredTokens(now: Date): Promise<void>;
  rotateSigningKeyWhenDue(): Promise<unknown>;
  artifacts: ArtifactIndex;
  artifactStore: ArtifactStore;
  uploads: {
    listExpired(now: Date, limit: number): Promise<{ uploadId: string; storageKey: string }[]>;
    remove(uploadIds: readonly string[]): Promise<void>;
  };
  ensurePartitions(now: Date): Promise<unknown>;
  /** Drops whole months of results that end before the moment. */
  dropResultsBefore(moment: Date): Promise<unknown>;
  /** How long results are kept, all teams alike. Artifacts have terms of their own, by type. */
  resultsRetentionDays: number;
};

const BATCH = 200;

export const createJanitorLoop = (deps: JanitorDeps): Loop =>
  createLoop({
    name: 'janitor',
    everySeconds: 3600,
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    work: async () => {
      const now = deps.clock.now();
      await deps.ensurePartitions(now);
      await deps.dropResultsBefore(secondsAfter(now, -deps.resultsRetentionDays * 86_400));
      await deps.rotateSigningKeyWhenDue();
      await deps.removeExpiredTokens(now);
      await deps.executions.deleteArchivedBefore(
        secondsAfter(now, -deps.resultsRetentionDays * 86_400),
        BATCH,
      );
      const artifacts = await deps.artifacts.listExpired(now, BATCH);
      // The bytes first: a row without bytes is found again, bytes without a row never.
      for (const { storageKey } of artifacts) await deps.artifactStore.delete(storageKey);
      await deps.artifacts.markDeleted(artifacts.map(({ artifactId }) => artifactId));
      const uploads = await deps.uploads.listExpired(now, BATCH);
      for (const { storageKey } of uploads) await deps.artifactStore.delete(storageKey);
      await deps.uploads.remove(uploads.map(({ uploadId }) => uploadId));
      return artifacts.length === BATCH || uploads.length === BATCH ? 'more' : 'done';
    },
  });
