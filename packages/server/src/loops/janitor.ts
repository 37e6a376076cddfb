/** Retention and housekeeping: expired artifacts and uploads go, months to come get their partitions. */
import type {
  ArtifactIndex,
  CauseBook,
  ExecutionStore,
  HistoryBook,
  SweepStoreDeps,
} from '../executions/index.ts';
import { sweepStore } from '../executions/index.ts';
import { secondsAfter } from '../kernel/clock.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export type JanitorDeps = SweepStoreDeps & {
  wakes: WakeListener;
  executions: Pick<ExecutionStore, 'deleteArchivedBefore'>;
  history: Pick<HistoryBook, 'forgetBefore'>;
  causes: Pick<CauseBook, 'forget'>;
  /** Sessions, tokens, keys and sign-in links that are good for nothing any more. */
  removeExpiredTokens(now: Date): Promise<void>;
  rotateSigningKeyWhenDue(): Promise<unknown>;
  artifacts: Pick<ArtifactIndex, 'listExpired' | 'markDeleted' | 'removeExpiredOrders'>;
  uploads: {
    listExpired(now: Date, limit: number): Promise<{ uploadId: string; storageKey: string }[]>;
    remove(uploadIds: readonly string[]): Promise<void>;
  };
  /** True for one of all servers, once in so many seconds. */
  beginChore(chore: string, now: Date, everySeconds: number): Promise<boolean>;
  holdChore(chore: string, begunAt: Date): Promise<void>;
  ensurePartitions(now: Date): Promise<unknown>;
  /** Drops whole months of results that end before the moment. */
  dropResultsBefore(moment: Date): Promise<unknown>;
  /** Old deliveries and what lies in inboxes. @returns how many at most of one kind. */
  removeOldNotifications(now: Date, limit: number): Promise<number>;
  /** How long results are kept, all teams alike. Artifacts have terms of their own, by type. */
  resultsRetentionDays: number;
};

const BATCH = 200;
const DAY_SECONDS = 86_400;
/** A sweep that says nothing for so long was that of a server which is gone: another begins it again. */
const SWEEP_SECONDS = 1800;

export function createJanitorLoop(deps: JanitorDeps): Loop {
  const sweep = createSweep(deps);
  return createLoop({
    name: 'janitor',
    everySeconds: 3600,
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    // One batch at a time: a server that stops does not wait for a sweep of a million files.
    work: async () => {
      if (!sweep.isUnderWay() && (await keepHouse(deps)) === 'more') return 'more';
      return sweep.step();
    },
  });
}

type SweepDeps = SweepStoreDeps & Pick<JanitorDeps, 'beginChore' | 'holdChore'>;

/** The daily sweep, a batch a step. The day counts from its end: one that was broken off is not a day late. */
export function createSweep(deps: SweepDeps): { isUnderWay(): boolean; step(): Promise<'more' | 'done'> } {
  let sweep: AsyncGenerator<void> | null = null;
  return {
    isUnderWay: () => sweep !== null,
    step: async () => {
      if (sweep === null && !(await deps.beginChore('sweep-store', deps.clock.now(), SWEEP_SECONDS)))
        return 'done';
      sweep ??= sweepStore(deps);
      const { done } = await sweep.next().catch((cause: unknown) => {
        sweep = null; // from its beginning, when its time is over
        throw cause;
      });
      if (done) sweep = null;
      await deps.holdChore(
        'sweep-store',
        secondsAfter(deps.clock.now(), done ? DAY_SECONDS - SWEEP_SECONDS : 0),
      );
      return done ? 'done' : 'more';
    },
  };
}

/** @returns `more` as long as anything fills a batch: an hour's wait for the next one would never catch up. */
export async function keepHouse(deps: JanitorDeps): Promise<'more' | 'done'> {
  const now = deps.clock.now();
  const oldest = secondsAfter(now, -deps.resultsRetentionDays * DAY_SECONDS);
  await deps.ensurePartitions(now);
  await deps.dropResultsBefore(oldest);
  if (await deps.beginChore('forget-history', now, DAY_SECONDS)) await deps.history.forgetBefore(oldest);
  await deps.rotateSigningKeyWhenDue();
  await deps.removeExpiredTokens(now);
  const removed = [
    await removeArtifacts(deps, now),
    await removeUploads(deps, now),
    await deps.artifacts.removeExpiredOrders(now, BATCH),
    await deps.executions.deleteArchivedBefore(oldest, BATCH),
    await deps.removeOldNotifications(now, BATCH),
    await deps.causes.forget(oldest, BATCH),
  ];
  return removed.includes(BATCH) ? 'more' : 'done';
}

async function removeArtifacts({ artifacts, artifactStore }: JanitorDeps, now: Date): Promise<number> {
  const expired = await artifacts.listExpired(now, BATCH);
  // The bytes first: a row without bytes is found again, bytes without a row only by the daily sweep.
  for (const { storageKey } of expired) await artifactStore.delete(storageKey);
  await artifacts.markDeleted(expired.map(({ artifactId }) => artifactId));
  return expired.length;
}

async function removeUploads({ uploads, artifactStore }: JanitorDeps, now: Date): Promise<number> {
  const expired = await uploads.listExpired(now, BATCH);
  for (const { storageKey } of expired) await artifactStore.delete(storageKey);
  await uploads.remove(expired.map(({ uploadId }) => uploadId));
  return expired.length;
}
