/**
 * Takes the next execution off the queue onto this server's node, if it fits: claimed, scored,
 * scheduled, and its lead group written down before any process is started.
 */
import { groupsThatFit, type ScoredNode, scoreNodes } from '@gauntlet/core/executions';
import type { EventStore } from '../../event-store/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { newGroup } from '../execute/new-group.ts';
import type { GroupStore } from '../execute/ports.ts';
import { type Execution, podNameOf } from '../execution.ts';
import { moveExecution } from '../move-execution.ts';
import type { ExecutionStore, SendWake } from '../ports.ts';
import type { ExecutionQueue, NodeInventory } from './ports.ts';

export type ScheduleDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  nodeName: string;
  executions: ExecutionStore;
  queue: ExecutionQueue;
  groups: GroupStore;
  nodes: NodeInventory;
  events: EventStore;
  sendWake: SendWake;
};

/** `full`: the first in line does not fit now, and nothing overtakes it. */
export type Scheduled =
  | { outcome: 'scheduled'; execution: Execution }
  | { outcome: 'empty' }
  | { outcome: 'full' };

export function scheduleNext(deps: ScheduleDeps): Promise<Scheduled> {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.queue.next(tx, deps.clock.now(), deps.nodeName);
    if (!execution) return { outcome: 'empty' };
    const placement = await place(deps, tx, execution);
    if (!placement) return { outcome: 'full' };
    return { outcome: 'scheduled', execution: await schedule(deps, tx, execution, placement) };
  });
}

async function place(deps: ScheduleDeps, tx: Tx, execution: Execution): Promise<ScoredNode[] | null> {
  const nodes = (await deps.nodes.list(tx)).filter((node) => node.name === deps.nodeName);
  const request = { cpuMillis: execution.cpuRequestMillis, memoryBytes: execution.memoryRequestBytes };
  if (groupsThatFit(nodes, request) < execution.parallelism) return null;
  return scoreNodes(nodes, request);
}

async function schedule(
  deps: ScheduleDeps,
  tx: Tx,
  execution: Execution,
  placement: ScoredNode[],
): Promise<Execution> {
  const retrying = execution.status === 'retrying';
  const attempt = retrying ? execution.attempt + 1 : execution.attempt;
  const runSeconds = execution.definition.timeouts.runSeconds;
  const scheduled = await moveExecution(
    deps,
    tx,
    execution,
    retrying ? 'retry-scheduled' : 'resources-available',
    {
      attempt,
      placement,
      nodeName: deps.nodeName,
      podName: podNameOf(execution.executionId, 0),
      runDeadlineAt: secondsAfter(deps.clock.now(), runSeconds),
      retryAt: null,
      endingReason: null,
      failureReason: null,
      failureMessage: null,
    },
  );
  const place = { environmentId: null, nodeName: deps.nodeName };
  await deps.groups.insert(tx, [newGroup(deps, scheduled, { index: 0, lead: true, place })]);
  await deps.sendWake(tx, { topic: 'groups', executionId: execution.executionId });
  return scheduled;
}
