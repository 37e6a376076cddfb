/**
 * Looks after the groups of this node: finds the dead, ends what must end, and sees to it that units
 * left in the pool have somebody to run them. Level-triggered: it compares what should be with what is.
 */
import type { ExecutionId } from '@gauntlet/contract';
import type { Log } from '../../kernel/log.ts';
import type { Execution, Group } from '../execution.ts';
import type { Executor } from '../ports.ts';
import type { AgentLimits } from './greet-agent.ts';
import { type LoseDeps, loseGroup } from './lose-group.ts';

export type WatchDeps = LoseDeps & {
  executor: Executor;
  log: Log;
  nodeName: string;
  agentLimits: AgentLimits;
};

const MISSED_HEARTBEATS = 3;
const LAUNCH_SECONDS = 60;

/** Groups that were told to stop, and when: KILL follows after the grace. In memory; a restart asks again. */
export type StopRequests = Map<string, number>;

export async function watchGroups(deps: WatchDeps, stops: StopRequests): Promise<void> {
  const alive = await deps.groups.listAlive(null);
  const known = new Set(alive.map((group) => group.groupId as string));
  for (const groupId of stops.keys()) if (!known.has(groupId)) stops.delete(groupId);
  await Promise.all(alive.map((group) => watchGroup(deps, stops, group)));
}

async function watchGroup(deps: WatchDeps, stops: StopRequests, group: Group): Promise<void> {
  const ours = group.nodeName === deps.nodeName;
  if (ours && (await isDead(deps, group))) return buryGroup(deps, group, `its process ${group.pid} is gone`);
  if (isSilent(deps, group))
    return buryGroup(
      deps,
      group,
      `no heartbeat for ${MISSED_HEARTBEATS * deps.agentLimits.heartbeatSeconds} s`,
    );
  if (!ours) return;
  const execution = await deps.executions.find(group.executionId);
  if (!execution || mustEnd(execution, group)) await endGroup(deps, stops, group, execution);
}

const isDead = async ({ executor }: WatchDeps, group: Group) =>
  group.pid !== null && !(await executor.isAlive(group));

function isSilent({ clock, agentLimits }: WatchDeps, group: Group): boolean {
  const now = clock.now().getTime();
  if (group.lastHeartbeatAt)
    return now - group.lastHeartbeatAt.getTime() > MISSED_HEARTBEATS * agentLimits.heartbeatSeconds * 1000;
  return group.launchClaimedAt !== null && now - group.launchClaimedAt.getTime() > LAUNCH_SECONDS * 1000;
}

const mustEnd = (execution: Execution, group: Group) =>
  execution.endingReason !== null || execution.attempt !== group.attempt || isOver(execution);

const isOver = ({ status }: Execution) =>
  !['scheduled', 'initializing', 'running', 'completing'].includes(status);

/** The agent may have died without its tree: nothing of it may be left when its units go to another. */
async function buryGroup(deps: WatchDeps, group: Group, why: string): Promise<void> {
  if (group.nodeName === deps.nodeName) await deps.executor.kill(group);
  deps.log.warn({ executionId: group.executionId, group: group.index, why }, 'group lost');
  await loseGroup(deps, group.groupId, { why, reason: 'group-lost' });
}

async function endGroup(
  deps: WatchDeps,
  stops: StopRequests,
  group: Group,
  execution: Execution | null,
): Promise<void> {
  const now = deps.clock.now().getTime();
  const asked = stops.get(group.groupId);
  if (asked === undefined) {
    stops.set(group.groupId, now);
    if (group.pid !== null) return deps.executor.stop(group);
  } else if (now - asked > (deps.agentLimits.graceSeconds + 5) * 1000) {
    await deps.executor.kill(group);
    await loseGroup(deps, group.groupId, {
      why: `ended: ${execution?.endingReason ?? 'over'}`,
      reason: 'group-lost',
      status: 'ended',
    });
  }
}

/** Executions whose units nobody runs: after a shutdown, or when the last group finished too early. */
export async function continueAbandoned(
  deps: WatchDeps,
  revive: (executionId: ExecutionId) => Promise<void>,
): Promise<void> {
  for (const executionId of await deps.executions.listByStatus(
    ['scheduled', 'initializing', 'running', 'completing'],
    500,
  ))
    await revive(executionId);
}
