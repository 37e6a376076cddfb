/**
 * The one way a status changes: by an arrow of the lifecycle table, compare-and-swap on the row, and
 * the fact of it appended to the execution's stream, all in the caller's transaction.
 */
import type { ExecutionEvent, ExecutionId, ExecutionStatus } from '@gauntlet/contract';
import { type LifecycleEventType, nextStatus } from '@gauntlet/core/executions';
import type { EventStore } from '../event-store/index.ts';
import type { Tx } from '../kernel/tx.ts';
import type { Execution, ExecutionPatch } from './execution.ts';
import type { ExecutionStore } from './ports.ts';

type Deps = { executions: ExecutionStore; events: EventStore };

/** An arrow that the table does not have, or a row that another moved meanwhile: the transaction must not go on. */
export class StaleExecution extends Error {}

/** @returns the execution in its new status. Throws StaleExecution. */
export async function moveExecution(
  deps: Deps,
  tx: Tx,
  execution: Execution,
  arrow: LifecycleEventType,
  patch: ExecutionPatch = {},
): Promise<Execution> {
  const to = nextStatus(execution.status, arrow);
  if (!to.ok)
    throw new StaleExecution(`${execution.executionId}: no arrow ${arrow} from ${execution.status}`);
  if (!(await deps.executions.move(tx, execution.executionId, execution.status, to.value, patch)))
    throw new StaleExecution(`${execution.executionId} is no longer ${execution.status}`);
  const attempt = patch.attempt ?? execution.attempt;
  await appendFacts(deps.events, tx, execution.executionId, [
    {
      type: 'status-changed',
      data: {
        from: execution.status,
        to: to.value,
        because: arrow,
        attempt,
        reason: patch.failureReason ?? undefined,
        message: patch.failureMessage ?? undefined,
      },
    },
  ]);
  return { ...execution, ...definedOf(patch), status: to.value as ExecutionStatus };
}

/** Appends facts to an execution's stream. */
export const appendFacts = (
  events: EventStore,
  tx: Tx,
  executionId: ExecutionId,
  facts: readonly ExecutionEvent[],
  by?: string,
) =>
  events.append(
    tx,
    { aggregateType: 'execution', aggregateId: executionId },
    facts.map((fact) => ({ ...fact, correlationId: executionId, ...(by ? { createdBy: by } : {}) })),
  );

const definedOf = (patch: ExecutionPatch): Partial<Execution> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
