/**
 * The past of tests, written once a verdict is given: a subscriber of the event store. Owns tests, test_runs
 * and the rollups but for what people set (owner, quarantine). Invariants: each execution is recorded once,
 * in the transaction that moves the checkpoint; whatever its verdict, only what was reported is a run.
 */
import type { ExecutionEvent, ExecutionId } from '@gauntlet/contract';
import { FLAKY_RUNS, type Flakiness, measureFlakiness } from '@gauntlet/core/executions';
import type { StoredEvent } from '../../event-store/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { GivenVerdict, HistoryBook } from './ports.ts';

export type HistoryDeps = { history: HistoryBook };

const STREAM = 'execution-';
/** Tests measured at once: with all of their last runs they are in memory. */
const BATCH = 1000;

export async function recordHistory(
  deps: HistoryDeps,
  tx: Tx,
  events: readonly StoredEvent[],
): Promise<void> {
  for (const event of events) {
    const given = verdictIn(event);
    if (given === null) continue;
    await deps.history.recordRuns(tx, given.executionId);
    await measureSuspects(deps, tx, given.executionId);
    await deps.history.addToRollups(tx, given);
  }
}

function verdictIn({ streamId, type, data, createdAt }: StoredEvent): GivenVerdict | null {
  const fact = { type, data } as ExecutionEvent;
  if (!streamId.startsWith(STREAM) || fact.type !== 'verdict-given') return null;
  const { verdict, counts, durationMs } = fact.data;
  const executionId = streamId.slice(STREAM.length) as ExecutionId;
  return { executionId, at: createdAt, verdict, counts, durationMs };
}

/** Most tests never show both outcomes: only those that did are measured again. */
async function measureSuspects({ history }: HistoryDeps, tx: Tx, executionId: ExecutionId): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const suspects: string[] = await history.listSuspects(tx, executionId, after, BATCH);
    if (suspects.length === 0) return;
    const outcomes = await history.outcomesOf(tx, suspects, FLAKY_RUNS);
    const measured = new Map<string, Flakiness>();
    for (const [testId, contents] of outcomes) measured.set(testId, measureFlakiness(contents));
    await history.saveFlakiness(tx, measured);
    if (suspects.length < BATCH) return;
    after = suspects.at(-1) ?? null;
  }
}
