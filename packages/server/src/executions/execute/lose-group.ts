/** A group without a sign of life: its units go back to the pool and another takes its place. */
import type { ExecutionId, FailureReason, GroupId } from '@gauntlet/contract';
import { tooManyLosses } from '@gauntlet/core/executions';
import type { EventStore } from '../../event-store/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type ConcludeDeps, concludeAttempt } from '../collect/conclude-attempt.ts';
import { type Execution, type Group, isBeingEnded, isPreparing } from '../execution.ts';
import { appendFacts } from '../move-execution.ts';
import type { ExecutionStore, SendWake } from '../ports.ts';
import type { NodeInventory } from '../schedule/ports.ts';
import { besides, newGroup } from './new-group.ts';
import type { GroupStore, ResultStore, UnitPool } from './ports.ts';

export type LoseDeps = ConcludeDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  executions: ExecutionStore;
  groups: GroupStore;
  units: UnitPool;
  results: ResultStore;
  events: EventStore;
  sendWake: SendWake;
  nodes: NodeInventory;
};

export type Loss = {
  why: string;
  reason: FailureReason;
  status?: 'lost' | 'ended';
  /** Where the cluster says by whose fault. */
  by?: Group['lostBy'];
  /** Nobody goes without it: one that had not begun is no loss to tell of. */
  unneeded?: boolean;
};

/** Does nothing when the group has ended already. */
export async function loseGroup(deps: LoseDeps, groupId: GroupId, loss: Loss): Promise<void> {
  // Before the transaction: whoever holds a connection and waits for a second one can wait for its own kind.
  const found = await deps.groups.find(groupId);
  if (!found) return;
  await deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, found.executionId);
    const group = await deps.groups.lock(tx, groupId);
    if (!execution || !group || !(await end(deps, tx, group, execution, loss))) return;
    await replaceOrConclude(deps, tx, execution, group, loss);
  });
}

async function end(deps: LoseDeps, tx: Tx, group: Group, execution: Execution, loss: Loss): Promise<boolean> {
  const status = loss.status ?? 'lost';
  const by = loss.by ?? null;
  if (!(await deps.groups.end(tx, group.groupId, { status, why: loss.why, by }, deps.clock.now())))
    return false;
  const returned = isBeingEnded(execution) ? [] : await deps.units.giveBackAll(tx, group.groupId);
  await deps.results.discard(tx, returned);
  if (loss.unneeded && group.status === 'starting' && returned.length === 0) return true;
  const { groupId, index: groupIndex } = group;
  // Of a host nobody says whose fault it was; the tests' it was not.
  const fault = by ?? (status === 'lost' ? 'infrastructure' : null);
  const told = { why: loss.why, unitsReturned: returned.length, ...(fault ? { by: fault } : {}) };
  const data = { groupId, groupIndex, ...told };
  await appendFacts(deps.events, tx, group.executionId, [{ type: 'group-lost', data }]);
  return true;
}

async function replaceOrConclude(
  deps: LoseDeps,
  tx: Tx,
  execution: Execution,
  group: Group,
  loss: Loss,
): Promise<void> {
  const count = await deps.groups.countLost(tx, execution.executionId, execution.attempt);
  const wanted = group.attempt === execution.attempt && execution.endingReason === null;
  const running = execution.status === 'running' || isPreparing(execution);
  const worthIt =
    !tooManyLosses(execution, count) && loss.reason !== 'executor-failed' && (await isThere(deps, tx, group));
  if (wanted && running && worthIt) await insertReplacement(deps, tx, execution, group);
  else await concludeAttempt(deps, tx, execution, { reason: loss.reason, message: loss.why });
}

/** A node whose server has fallen silent starts nothing: the retry, if there is one, goes elsewhere. */
const isThere = async ({ nodes }: LoseDeps, tx: Tx, { environmentId, nodeName }: Group) =>
  environmentId !== null || (await nodes.list(tx)).some((node) => node.name === nodeName);

/** Takes over the lost one's place, the lead included: what was prepared is still there. */
async function insertReplacement(deps: LoseDeps, tx: Tx, execution: Execution, lost: Group): Promise<void> {
  const index = await nextIndex(deps, tx, execution.executionId, execution.attempt);
  const lead = lost.lead && isPreparing(execution);
  await deps.groups.insert(tx, [newGroup(deps, execution, { index, lead, place: besides(lost) })]);
  await deps.sendWake(tx, { topic: 'groups', executionId: execution.executionId });
}

async function nextIndex(deps: LoseDeps, tx: Tx, executionId: ExecutionId, attempt: number): Promise<number> {
  const groups = await deps.groups.listOf(tx, executionId, attempt);
  return Math.max(-1, ...groups.map((group) => group.index)) + 1;
}
