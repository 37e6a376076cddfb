/**
 * An active execution without a living group: given one if units are left, concluded otherwise. One whose
 * node is gone is concluded by whoever sees it: what was prepared there is gone as well.
 */
import type { ExecutionId, GroupId } from '@gauntlet/contract';
import { MOST_LOSSES } from '@gauntlet/core/executions';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type ConcludeDeps, concludeAttempt } from '../collect/conclude-attempt.ts';
import { type Execution, type Group, podNameOf } from '../execution.ts';

export type ReviveDeps = ConcludeDeps & { inTransaction: InTransaction; ids: Ids; nodeName: string };

/** Does nothing for an execution of another node that is there, or one that has a living group. */
export function reviveExecution(
  deps: ReviveDeps,
  executionId: ExecutionId,
  isGone: (node: string) => boolean = () => false,
): Promise<void> {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, executionId);
    if (!execution?.nodeName) return;
    const gone = isGone(execution.nodeName);
    if (execution.nodeName !== deps.nodeName && !gone) return;
    const groups = await deps.groups.listOf(tx, executionId, execution.attempt);
    if (groups.some((group) => group.status === 'starting' || group.status === 'running')) return;
    const lost = groups.filter((group) => group.status === 'lost').length;
    if (gone) await concludeAttempt(deps, tx, execution, nodeGone(execution.nodeName));
    else if (lost > MOST_LOSSES) await concludeAttempt(deps, tx, execution, TOO_MANY_LOSSES);
    else if (await needsGroup(deps, tx, execution, groups)) await insertGroup(deps, tx, execution, groups);
    else await concludeAttempt(deps, tx, execution, null);
  });
}

const nodeGone = (node: string) => ({ reason: 'group-lost', message: `Its node ${node} is gone.` }) as const;

const TOO_MANY_LOSSES = {
  reason: 'group-lost',
  message: `More than ${MOST_LOSSES} groups were lost.`,
} as const;

/** Ended groups (a shutdown) are simply followed by another; a lost one has been dealt with already. */
async function needsGroup(
  deps: ReviveDeps,
  tx: Tx,
  execution: Execution,
  groups: readonly Group[],
): Promise<boolean> {
  if (execution.endingReason !== null || execution.failureReason !== null) return false;
  if (execution.status === 'scheduled' || execution.status === 'initializing')
    return groups.at(-1)?.status === 'ended';
  if (execution.status !== 'running') return false;
  return !(await deps.units.areAllReported(tx, execution.executionId, execution.attempt));
}

async function insertGroup(
  deps: ReviveDeps,
  tx: Tx,
  execution: Execution,
  groups: readonly Group[],
): Promise<void> {
  const index = Math.max(-1, ...groups.map((group) => group.index)) + 1;
  await deps.groups.insert(tx, [
    {
      groupId: deps.ids.next<GroupId>(),
      executionId: execution.executionId,
      attempt: execution.attempt,
      index,
      lead: execution.status !== 'running',
      nodeName: deps.nodeName,
      podName: podNameOf(execution.executionId, index),
      cpuRequestMillis: execution.cpuRequestMillis,
      memoryRequestBytes: execution.memoryRequestBytes,
    },
  ]);
  await deps.sendWake(tx, { topic: 'groups', executionId: execution.executionId });
}
