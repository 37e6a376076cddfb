/**
 * Groups that were started together prepare side by side, and the units are listed by one of them: by the lead, or,
 * where its pod has not come to run yet, by the first that is ready.
 */
import type { PlanAnswer } from '@gauntlet/contract';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type Execution, type Group, isPreparing } from '../execution.ts';
import type { ExecutionStore } from '../ports.ts';
import { isAlive, isWanted } from './greet-agent.ts';
import type { GroupStore } from './ports.ts';

export type AskForPlanDeps = {
  inTransaction: InTransaction;
  executions: ExecutionStore;
  groups: GroupStore;
};

/** Who only waits is answered without a lock: there may be hundreds of them, every other second. */
export async function askForPlan(deps: AskForPlanDeps, caller: Group): Promise<PlanAnswer> {
  const execution = await deps.executions.find(caller.executionId);
  if (!execution || !isAlive(caller) || !isWanted(execution, caller)) return { order: 'stop' };
  if (!isPreparing(execution)) return whatIsPlanned(execution);
  const lead = await deps.groups.findLead(caller.executionId, caller.attempt);
  if (lead?.status === 'running' && lead.groupId !== caller.groupId) return { order: 'wait' };
  return deps.inTransaction((tx) => takeLead(deps, tx, caller));
}

function whatIsPlanned({ status, contentCommit }: Execution): PlanAnswer {
  if (status !== 'running' && status !== 'completing') return { order: 'stop' };
  return { order: 'go-on', ...(contentCommit === null ? {} : { contentCommit }) };
}

async function takeLead(
  { executions, groups }: AskForPlanDeps,
  tx: Tx,
  { executionId, groupId }: Group,
): Promise<PlanAnswer> {
  const execution = await executions.lock(tx, executionId);
  const group = await groups.lock(tx, groupId);
  if (!execution || !group || !isAlive(group) || !isWanted(execution, group)) return { order: 'stop' };
  if (!isPreparing(execution)) return whatIsPlanned(execution);
  const found = (await groups.listOf(tx, executionId, group.attempt)).find((one) => one.lead && isAlive(one));
  // Under its lock: it may be saying hello just now.
  const lead = found && (await groups.lock(tx, found.groupId));
  if (lead?.status === 'running' && lead.groupId !== groupId) return { order: 'wait' };
  await groups.makeLead(tx, group);
  return { order: 'tell' };
}
