/**
 * The end of an attempt: judged when no group is left to report, then retried or handed to cleanup.
 * Called in the transaction of whatever ended the last group, with the execution locked.
 */
import type { Counts, FailureReason, Verdict } from '@gauntlet/contract';
import {
  type AttemptFacts,
  decideRetry,
  type Judgement,
  judgeVerdict,
  type LifecycleEventType,
} from '@gauntlet/core/executions';
import type { EventStore } from '../../event-store/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { GroupStore, ResultStore, UnitPool } from '../execute/ports.ts';
import { type Execution, type ExecutionPatch, isPreparing, NO_COUNTS } from '../execution.ts';
import { countQuarantined, withQuarantine } from '../history/with-quarantine.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';
import type { ExecutionStore, QuarantineBook, QuarantinedResult, SendWake } from '../ports.ts';

export type ConcludeDeps = {
  clock: Clock;
  executions: ExecutionStore;
  groups: GroupStore;
  units: UnitPool;
  results: ResultStore;
  quarantine: QuarantineBook;
  events: EventStore;
  sendWake: SendWake;
};

/** What went wrong outside the tests, if anything did. */
export type Trouble = { reason: FailureReason; message: string; exitCode?: number };

const ALIVE = new Set(['starting', 'running']);
const CONCLUDABLE = new Set(['scheduled', 'initializing', 'running', 'completing']);

/** Judges the attempt if no group of it is alive; otherwise the last group's end will. */
export async function concludeAttempt(
  deps: ConcludeDeps,
  tx: Tx,
  execution: Execution,
  trouble: Trouble | null,
): Promise<void> {
  if (!CONCLUDABLE.has(execution.status)) return;
  const groups = await deps.groups.listOf(tx, execution.executionId, execution.attempt);
  if (groups.some((group) => ALIVE.has(group.status))) return;
  const facts = await gatherFacts(deps, tx, execution, trouble);
  const judgement = judgeVerdict(facts);
  await settle(deps, tx, execution, { judgement, facts, exitCode: trouble?.exitCode ?? null });
}

type GatheredFacts = AttemptFacts & { quarantined: readonly QuarantinedResult[] };

async function gatherFacts(
  deps: ConcludeDeps,
  tx: Tx,
  execution: Execution,
  trouble: Trouble | null,
): Promise<GatheredFacts> {
  const { executionId, attempt, endingReason } = execution;
  const neverRan = isPreparing(execution);
  const quarantined = await deps.quarantine.listResults(tx, executionId, deps.clock.now());
  return {
    quarantined,
    ending: endingReason === 'failed' ? null : endingReason,
    // What was said first: groups that end because of it tell of no more than their own end.
    preparation: neverRan ? (storedTrouble(execution) ?? trouble) : null,
    stopped: neverRan ? null : whyStopped(execution, trouble),
    units: withQuarantine(await deps.units.facts(tx, executionId), quarantined),
    groups: await deps.groups.facts(tx, executionId, attempt),
    counts: await deps.results.counts(tx, executionId),
    recovered: await deps.results.countRecovered(tx, executionId),
  };
}

/** A group that is lost is told of by its own row; that nothing more can be started, or may be, is not. */
const whyStopped = (execution: Execution, trouble: Trouble | null): Trouble | null =>
  execution.endingReason === 'failed'
    ? storedTrouble(execution)
    : trouble?.reason === 'executor-failed'
      ? trouble
      : null;

const storedTrouble = ({ failureReason, failureMessage }: Execution): Trouble | null =>
  failureReason ? { reason: failureReason, message: failureMessage ?? failureReason } : null;

async function settle(
  deps: ConcludeDeps,
  tx: Tx,
  execution: Execution,
  { judgement, facts, exitCode }: { judgement: Judgement; facts: GatheredFacts; exitCode: number | null },
): Promise<void> {
  const ended = await enterEnding(deps, tx, execution, judgement, exitCode);
  const decision = decideRetry(judgement.verdict, execution.attempt, execution.definition.retries);
  if (decision.retry === 'yes') {
    const retryAt = secondsAfter(deps.clock.now(), decision.afterSeconds);
    await moveExecution(deps, tx, ended, 'retry-available', {
      retryAt,
      parallelism: execution.definition.parallelism, // the plan may have asked for fewer groups
    });
    await deps.sendWake(tx, { topic: 'queue', executionId: execution.executionId });
  } else
    await giveVerdict(deps, tx, ended, judgement, {
      counts: { ...facts.counts, flaky: facts.counts.flaky + facts.recovered },
      quarantined: facts.quarantined,
    });
}

const ARROWS: Readonly<Record<Verdict, LifecycleEventType>> = {
  passed: 'all-tests-done',
  flaky: 'all-tests-done',
  failed: 'tests-failed',
  infrastructure: 'infrastructure-failed',
  timeout: 'execution-timed-out',
  cancelled: 'user-cancelled',
  expired: 'queue-timed-out',
  rejected: 'validation-failed',
};

async function enterEnding(
  deps: ConcludeDeps,
  tx: Tx,
  execution: Execution,
  judgement: Judgement,
  exitCode: number | null,
): Promise<Execution> {
  const patch: ExecutionPatch = {
    failureReason: judgement.reason,
    failureMessage: judgement.message,
    exitCode: exitCode ?? (judgement.verdict === 'passed' || judgement.verdict === 'flaky' ? 0 : 1),
    completedAt: deps.clock.now(),
  };
  const throughCompleting = execution.status === 'running' && needsCompleting(judgement.verdict);
  const from = throughCompleting ? await moveExecution(deps, tx, execution, 'ending-began') : execution;
  return moveExecution(deps, tx, from, arrowFrom(from, judgement.verdict), patch);
}

const needsCompleting = (verdict: Verdict) =>
  verdict === 'passed' || verdict === 'flaky' || verdict === 'failed';

/** Rejected while it is prepared, an execution is Failed on its way out: diagram 3.1 leaves Rejected to Validating. */
function arrowFrom({ status }: Execution, verdict: Verdict): LifecycleEventType {
  const initializing = status === 'initializing' || status === 'scheduled';
  if (!initializing || (verdict !== 'failed' && verdict !== 'rejected')) return ARROWS[verdict];
  return status === 'initializing' ? 'initialization-failed' : 'infrastructure-failed';
}

type Counted = { counts: Counts; quarantined: readonly QuarantinedResult[] };
const NOTHING_COUNTED: Counted = { counts: NO_COUNTS, quarantined: [] };

/** Written once; Archived must not swallow it. */
export async function giveVerdict(
  deps: ConcludeDeps,
  tx: Tx,
  ended: Execution,
  judgement: Judgement,
  { counts, quarantined: results }: Counted = NOTHING_COUNTED,
): Promise<void> {
  const { verdict, reason, message } = judgement;
  const durationMs = durationOf(ended, deps.clock.now());
  const quarantined = countQuarantined(results);
  const data = {
    verdict,
    reason: reason ?? undefined,
    message: message ?? undefined,
    counts,
    ...(quarantined.total > 0 ? { quarantined } : {}),
    durationMs,
    attempts: ended.attempt + 1,
  };
  await deps.quarantine.noteResults(tx, ended.executionId, results);
  await appendFacts(deps.events, tx, ended.executionId, [{ type: 'verdict-given', data }]);
  await moveExecution(deps, tx, ended, 'cleanup-began', {
    verdict,
    counts,
    quarantined,
    failureReason: reason,
    failureMessage: message,
  });
  await deps.sendWake(tx, { topic: 'collect', executionId: ended.executionId });
}

const durationOf = (execution: Execution, now: Date) =>
  Math.max(
    0,
    (execution.completedAt ?? now).getTime() - (execution.startedAt ?? execution.submittedAt).getTime(),
  );
