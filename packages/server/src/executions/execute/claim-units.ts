/** The next units of a group: longest first, a share of what is left that shrinks as the pool drains. */
import type { ClaimAnswer, ClaimedUnit, Refusal } from '@gauntlet/contract';
import { limitClaim } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Execution, Group } from '../execution.ts';
import type { ExecutionStore } from '../ports.ts';
import { isAlive } from './greet-agent.ts';
import type { GroupStore, UnitPool } from './ports.ts';

export type ClaimDeps = {
  inTransaction: InTransaction;
  executions: ExecutionStore;
  groups: GroupStore;
  units: UnitPool;
};

/** Claims are numbered without gaps: a number is the group's next, or one that was answered before. */
export async function claimUnits(
  deps: ClaimDeps,
  caller: Group,
  claimNumber: number,
): Promise<Result<ClaimAnswer, Refusal<'sequence-gap'>>> {
  // Before the transaction, which keeps to its one connection: fifty groups may claim at once.
  const execution = await deps.executions.find(caller.executionId);
  return deps.inTransaction(async (tx) => {
    const group = await deps.groups.lock(tx, caller.groupId);
    if (!execution || !group || !isAlive(group) || isEnding(execution, group))
      return ok({ order: 'stop', units: [] });
    if (claimNumber > group.nextClaim) return refuse(claimMissing(group, claimNumber));
    const again = claimNumber < group.nextClaim;
    const units = again
      ? await deps.units.claimedBefore(tx, group.groupId, claimNumber)
      : await claim(deps, tx, execution, group, claimNumber);
    return ok(units.length > 0 ? { order: 'run', units } : { order: 'finish', units });
  });
}

const claimMissing = (group: Group, claimNumber: number): Refusal<'sequence-gap'> => ({
  code: 'sequence-gap',
  message: `The next claim of group ${group.index} is ${group.nextClaim}, not ${claimNumber}.`,
});

/** Completing without a reason is the good end: the pool is empty and the group may finish. */
const isEnding = (execution: Execution, group: Group) =>
  execution.endingReason !== null ||
  execution.attempt !== group.attempt ||
  (execution.status !== 'running' && execution.status !== 'completing');

async function claim(
  deps: ClaimDeps,
  tx: Tx,
  execution: Execution,
  group: Group,
  claimNumber: number,
): Promise<ClaimedUnit[]> {
  const { executionId, attempt, parallelism } = execution;
  const left = await deps.units.pending(tx, executionId, attempt);
  if (left.units === 0) return [];
  const limits = limitClaim(left, parallelism);
  const order = { executionId, attempt, groupId: group.groupId, claimNumber, ...limits };
  const units = await deps.units.claim(tx, order);
  await deps.groups.advanceClaim(tx, group.groupId, claimNumber + 1);
  return units;
}
