/** What the history of tests needs from the outside, by role. */
import type { Counts, ExecutionId, Verdict } from '@gauntlet/contract';
import type { ContentOutcomes, Flakiness } from '@gauntlet/core/executions';
import type { Tx } from '../../kernel/tx.ts';

/** A verdict as it is added up: all else is read from the execution's row. */
export type GivenVerdict = {
  executionId: ExecutionId;
  at: Date;
  verdict: Verdict;
  counts: Counts;
  durationMs: number;
};

export type HistoryBook = {
  /**
   * Writes what the tests of an execution came to, one run each, and brings the tests up to date. What was
   * written before is left as it is, however often this is asked.
   */
  recordRuns(tx: Tx, executionId: ExecutionId): Promise<void>;
  /** Of the execution's tests those whose flakiness may have changed, by id after `after`. */
  listSuspects(tx: Tx, executionId: ExecutionId, after: string | null, limit: number): Promise<string[]>;
  /** The last runs of each, so many at most, by what they ran. */
  outcomesOf(tx: Tx, testIds: readonly string[], runs: number): Promise<Map<string, ContentOutcomes[]>>;
  saveFlakiness(tx: Tx, measured: ReadonlyMap<string, Flakiness>): Promise<void>;
  addToRollups(tx: Tx, verdict: GivenVerdict): Promise<void>;
  /** Tests not seen since, unless somebody holds them, and sums from before. Runs leave with their months. */
  forgetBefore(moment: Date): Promise<void>;
};
