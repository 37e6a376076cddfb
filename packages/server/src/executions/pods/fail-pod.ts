/** A pod that shows that no other would fare better: the attempt ends, and says why. */
import type { GroupId } from '@gauntlet/contract';
import type { Tx } from '../../kernel/tx.ts';
import { concludeAttempt, type Trouble } from '../collect/conclude-attempt.ts';
import type { LoseDeps } from '../execute/lose-group.ts';
import type { Execution, Group } from '../execution.ts';
import { appendFacts } from '../move-execution.ts';

/** Does nothing when the group has ended already. What is being ended for another reason keeps that one. */
export async function failPod(deps: LoseDeps, groupId: GroupId, trouble: Trouble): Promise<void> {
  // Before the transaction: whoever holds a connection and waits for a second one can wait for its own kind.
  const found = await deps.groups.find(groupId);
  if (!found) return;
  await deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, found.executionId);
    const group = await deps.groups.lock(tx, groupId);
    if (!execution || !group || !(await end(deps, tx, group, trouble))) return;
    const failing = await beginFailing(deps, tx, execution, group, trouble);
    await concludeAttempt(deps, tx, failing, null);
  });
}

async function end(deps: LoseDeps, tx: Tx, group: Group, { message }: Trouble): Promise<boolean> {
  const { groupId, index: groupIndex } = group;
  if (!(await deps.groups.end(tx, groupId, { status: 'lost', why: message }, deps.clock.now()))) return false;
  const returned = await deps.units.giveBackAll(tx, groupId);
  await deps.results.discard(tx, returned);
  const data = { groupId, groupIndex, why: message, unitsReturned: returned.length };
  await appendFacts(deps.events, tx, group.executionId, [{ type: 'group-lost', data }]);
  return true;
}

/** The others are told to stop by their next word to the server. */
async function beginFailing(
  deps: LoseDeps,
  tx: Tx,
  execution: Execution,
  group: Group,
  { reason, message }: Trouble,
): Promise<Execution> {
  if (execution.attempt !== group.attempt || execution.endingReason !== null) return execution;
  const patch = { endingReason: 'failed', failureReason: reason, failureMessage: message } as const;
  await deps.executions.patch(tx, execution.executionId, patch);
  await deps.sendWake(tx, { topic: 'ending', executionId: execution.executionId });
  return { ...execution, ...patch };
}
