/**
 * Looks after the groups of this node: finds the dead, ends what must end, and sees to it that units
 * left in the pool have somebody to run them. Level-triggered: it compares what should be with what is.
 */
import type { ExecutionId } from '@gauntlet/contract';
import type { Log } from '../../kernel/log.ts';
import type { Execution, Group } from '../execution.ts';
import type { AgentLimits } from './greet-agent.ts';
import { type LoseDeps, loseGroup } from './lose-group.ts';
import type { Executor } from './ports.ts';

export type WatchDeps = LoseDeps & {
  executor: Executor;
  log: Log;
  nodeName: string;
  agentLimits: AgentLimits;
};

const MISSED_HEARTBEATS = 3;
const LAUNCH_SECONDS = 60;
/** A node that was not seen for so long counts as gone to those who have watched at least as long. */
const NODE_GONE_SECONDS = 60;
/** All groups of a large node may be lost together; the API needs connections meanwhile. */
const AT_ONCE = 8;

/** What one server remembers of its watch. In memory: a restart begins anew, and asks groups to stop again. */
export type Watch = {
  /** Before this, nobody could be heard: silence counts from here on. */
  since: number;
  lookedAt: number;
  /** Groups that were told to stop, and when: KILL follows after the grace. */
  stops: Map<string, number>;
};

export function beginWatch({ clock }: Pick<WatchDeps, 'clock'>): Watch {
  const now = clock.now().getTime();
  return { since: now, lookedAt: now, stops: new Map() };
}

export async function watchGroups(deps: WatchDeps, watch: Watch): Promise<void> {
  const alive = await deps.groups.listAlive(null);
  noteLook(deps, watch);
  const isGone = await findGoneNodes(deps, watch);
  const known = new Set(alive.map((group) => group.groupId as string));
  for (const groupId of watch.stops.keys()) if (!known.has(groupId)) watch.stops.delete(groupId);
  for (let first = 0; first < alive.length; first += AT_ONCE)
    await Promise.all(
      alive.slice(first, first + AT_ONCE).map((group) => watchGroup(deps, watch, group, isGone)),
    );
}

/** Who did not look for so long (the host slept, the database was away) did not hear either. */
function noteLook({ clock, agentLimits }: WatchDeps, watch: Watch): void {
  const now = clock.now().getTime();
  if (now - watch.lookedAt > agentLimits.heartbeatSeconds * 1000) watch.since = now;
  watch.lookedAt = now;
}

/** Tells the nodes whose servers have fallen silent. Right after our own silence nobody is called gone. */
async function findGoneNodes(deps: WatchDeps, { since }: Watch): Promise<(node: string) => boolean> {
  if (deps.clock.now().getTime() - since < NODE_GONE_SECONDS * 1000) return () => false;
  const there = new Set((await deps.inTransaction((tx) => deps.nodes.list(tx))).map(({ name }) => name));
  return (node) => node !== deps.nodeName && !there.has(node);
}

async function watchGroup(
  deps: WatchDeps,
  watch: Watch,
  group: Group,
  isGone: (node: string) => boolean,
): Promise<void> {
  const ours = group.nodeName === deps.nodeName && (group.pid === null || (await deps.executor.owns(group)));
  if (ours && (await isDead(deps, group))) return buryGroup(deps, group, `its process ${group.pid} is gone`);
  if (isSilent(deps, watch, group))
    return buryGroup(
      deps,
      group,
      `no heartbeat for ${MISSED_HEARTBEATS * deps.agentLimits.heartbeatSeconds} s`,
    );
  if (isUnclaimed(group) && isGone(group.nodeName))
    return buryGroup(
      deps,
      group,
      `the node ${group.nodeName} is gone, and nobody else may start its process`,
    );
  if (!ours) return;
  const execution = await deps.executions.find(group.executionId);
  if (!execution || mustEnd(execution, group)) await endGroup(deps, watch.stops, group, execution);
}

const isDead = async ({ executor }: WatchDeps, group: Group) =>
  group.pid !== null && !(await executor.isAlive(group));

function isSilent({ clock, agentLimits }: WatchDeps, { since }: Watch, group: Group): boolean {
  const silentMs = (from: Date) => clock.now().getTime() - Math.max(since, from.getTime());
  if (group.lastHeartbeatAt)
    return silentMs(group.lastHeartbeatAt) > MISSED_HEARTBEATS * agentLimits.heartbeatSeconds * 1000;
  return group.launchClaimedAt !== null && silentMs(group.launchClaimedAt) > LAUNCH_SECONDS * 1000;
}

const isUnclaimed = ({ lastHeartbeatAt, launchClaimedAt }: Group) =>
  lastHeartbeatAt === null && launchClaimedAt === null;

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
  stops: Watch['stops'],
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
  watch: Watch,
  revive: (executionId: ExecutionId, isGone: (node: string) => boolean) => Promise<void>,
): Promise<void> {
  const isGone = await findGoneNodes(deps, watch);
  for (const executionId of await deps.executions.listByStatus(
    ['scheduled', 'initializing', 'running', 'completing'],
    500,
  ))
    await revive(executionId, isGone);
}
