/**
 * An active execution without a living group: given one if units are left, concluded otherwise. One whose
 * node is gone is concluded by whoever sees it: what was prepared there is gone as well.
 */
import type { ExecutionId } from '@gauntlet/contract';
import { tooManyLosses } from '@gauntlet/core/executions';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type ConcludeDeps, concludeAttempt } from '../collect/conclude-attempt.ts';
import type { Execution, Group } from '../execution.ts';
import { inCluster, newGroup } from './new-group.ts';

export type ReviveDeps = ConcludeDeps & { inTransaction: InTransaction; ids: Ids; nodeName: string };

/** Does nothing for an execution of another node that is there, or one that has a living group. */
export function reviveExecution(
  deps: ReviveDeps,
  executionId: ExecutionId,
  isGone: (node: string) => boolean = () => false,
): Promise<void> {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, executionId);
    if (!execution) return;
    const gone = execution.runsOn === 'local' && execution.nodeName !== null && isGone(execution.nodeName);
    if (!gone && !isOurs(deps, execution)) return;
    const groups = await deps.groups.listOf(tx, executionId, execution.attempt);
    if (groups.some((group) => group.status === 'starting' || group.status === 'running')) return;
    if (gone) await concludeAttempt(deps, tx, execution, nodeGone(execution.nodeName));
    else if (tooManyLosses(execution, lossesOf(groups)))
      await concludeAttempt(deps, tx, execution, TOO_MANY_LOSSES);
    else if (await needsGroup(deps, tx, execution, groups)) await insertGroup(deps, tx, execution, groups);
    else await concludeAttempt(deps, tx, execution, null);
  });
}

/** Any server may go on with what is in a cluster. */
const isOurs = ({ nodeName }: ReviveDeps, execution: Execution) =>
  execution.runsOn === 'kubernetes' || execution.nodeName === nodeName;

function lossesOf(groups: readonly Group[]) {
  const lost = groups.filter((group) => group.status === 'lost');
  const interruptions = lost.filter((group) => group.lostBy === 'interruption').length;
  return { losses: lost.length - interruptions, interruptions };
}

const nodeGone = (node: string | null) =>
  ({ reason: 'group-lost', message: `Its node ${node} is gone.` }) as const;

const TOO_MANY_LOSSES = {
  reason: 'group-lost',
  message: 'Too many groups were lost.',
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
  const place =
    execution.runsOn === 'local' ? { environmentId: null, nodeName: deps.nodeName } : inCluster(execution);
  const lead = execution.status !== 'running';
  await deps.groups.insert(tx, [newGroup(deps, execution, { index, lead, place })]);
  await deps.sendWake(tx, { topic: 'groups', executionId: execution.executionId });
}
