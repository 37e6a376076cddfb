/** Ending before the last unit is reported: by a user, or by the run limit. What was reported is kept. */
import type { ExecutionId, Refusal } from '@gauntlet/contract';
import { ACTIVE_STATUSES, CANCELLABLE_STATUSES } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type ConcludeDeps, concludeAttempt, giveVerdict } from '../collect/conclude-attempt.ts';
import type { Execution } from '../execution.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';

export type EndDeps = ConcludeDeps & { inTransaction: InTransaction };

export type CancelCommand = { executionId: ExecutionId; actor: Actor };

/** Cancelling twice is cancelling once; what has ended by itself cannot be cancelled. */
export function cancelExecution(
  deps: EndDeps,
  { executionId, actor }: CancelCommand,
): Promise<Result<null, Refusal<'not-found' | 'already-ended'>>> {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, executionId);
    if (!execution) return refuse({ code: 'not-found', message: `There is no execution ${executionId}.` });
    if (execution.endingReason === 'cancelled' || execution.status === 'cancelled') return ok(null);
    if (!canCancel(execution))
      return refuse({
        code: 'already-ended',
        message: `The execution is ${execution.status}: there is nothing to cancel.`,
      });
    await deps.executions.patch(tx, executionId, { cancelRequestedBy: actor.userId });
    await appendFacts(
      deps.events,
      tx,
      executionId,
      [{ type: 'cancel-requested', data: { by: actor.username } }],
      actor.username,
    );
    await beginEnding(deps, tx, execution, 'cancelled');
    await recordAct(deps, tx, actor, {
      action: 'execution.cancel',
      target: { kind: 'execution', id: executionId, name: execution.definition.name },
      detail: { status: execution.status },
    });
    return ok(null);
  });
}

const canCancel = ({ status }: Execution) =>
  (CANCELLABLE_STATUSES as readonly string[]).includes(status) || status === 'completing';

/** The run limit: everything alive is told to stop, and the end is a Timeout. */
export function timeOutExecution(deps: EndDeps, executionId: ExecutionId): Promise<void> {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, executionId);
    const passed = execution?.runDeadlineAt && execution.runDeadlineAt <= deps.clock.now();
    if (execution && passed) await beginTimeout(deps, tx, execution);
  });
}

/** Also where a cluster was first to say so. What is being ended already is ended for that reason. */
export async function beginTimeout(
  deps: Omit<EndDeps, 'inTransaction'>,
  tx: Tx,
  execution: Execution,
): Promise<void> {
  if (execution.endingReason === null && ACTIVE.includes(execution.status))
    await beginEnding(deps, tx, execution, 'timeout');
}
const ACTIVE: readonly string[] = ACTIVE_STATUSES;

/** The queue limit. */
export function expireExecution(deps: EndDeps, executionId: ExecutionId): Promise<void> {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, executionId);
    if (execution?.status !== 'queued' && execution?.status !== 'retrying') return;
    const waited = execution.status === 'queued' ? 'in the queue' : 'for room to be tried again';
    const message = `It waited ${execution.definition.timeouts.queueSeconds} s ${waited}, its limit (timeouts.queueSeconds).${lackOf(execution)}${lastAttemptOf(execution)}`;
    const counts = await deps.results.counts(tx, executionId);
    const expired = await moveExecution(deps, tx, execution, 'queue-timed-out', {
      completedAt: deps.clock.now(),
    });
    await giveVerdict(
      deps,
      tx,
      expired,
      { verdict: 'expired', reason: 'queue-timeout', message },
      {
        counts,
        quarantined: [],
      },
    );
  });
}

const lackOf = ({ waitingFor }: Execution): string => (waitingFor ? ` It waited for ${waitingFor}.` : '');

/** Of what waits to be tried again. */
export const lastAttemptOf = ({ status, failureMessage }: Execution): string =>
  status === 'retrying' && failureMessage ? ` Its last attempt: ${failureMessage}` : '';

async function beginEnding(
  deps: Omit<EndDeps, 'inTransaction'>,
  tx: Tx,
  execution: Execution,
  endingReason: 'cancelled' | 'timeout',
): Promise<void> {
  if (execution.status === 'queued' || execution.status === 'retrying')
    return cancelWaiting(deps, tx, execution);
  const ending = { ...execution, endingReason };
  const moved =
    execution.status === 'running'
      ? await moveExecution(deps, tx, ending, 'ending-began', { endingReason })
      : ending;
  if (moved === ending) await deps.executions.patch(tx, execution.executionId, { endingReason });
  await deps.sendWake(tx, { topic: 'ending', executionId: execution.executionId });
  await concludeAttempt(deps, tx, moved, null);
}

async function cancelWaiting(
  deps: Omit<EndDeps, 'inTransaction'>,
  tx: Tx,
  execution: Execution,
): Promise<void> {
  const cancelled = await moveExecution(deps, tx, execution, 'user-cancelled', {
    completedAt: deps.clock.now(),
  });
  const counts = await deps.results.counts(tx, execution.executionId);
  await giveVerdict(
    deps,
    tx,
    cancelled,
    { verdict: 'cancelled', reason: 'cancelled-by-user', message: 'Cancelled while it waited.' },
    { counts, quarantined: [] },
  );
}
