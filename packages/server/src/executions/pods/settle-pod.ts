/** A pod has come to an end that nobody ordered. One server at a time sees to it: its log is taken once. */
import type { Log } from '../../kernel/log.ts';
import { beginTimeout } from '../execute/end-execution.ts';
import { type LoseDeps, loseGroup } from '../execute/lose-group.ts';
import type { LogStore } from '../execute/ports.ts';
import type { Group } from '../execution.ts';
import type { SecretVault } from '../ports.ts';
import { failureReasonOf, lostBy } from './blame.ts';
import { failPod } from './fail-pod.ts';
import { keepPodLog } from './keep-pod-log.ts';
import type { PodGroupStore } from './pod-groups.ts';
import { type PodExecutor, refOf, type SeenPod } from './ports.ts';
import type { PodEnd } from './standing.ts';

export type SettleDeps = LoseDeps & {
  log: Log;
  logs: LogStore;
  secrets: SecretVault;
  podGroups: PodGroupStore;
  pods: PodExecutor;
};

const LEASE_SECONDS = 60;

/** @param pod null: none is seen, none is left, or none was made */
export async function settlePod(
  deps: SettleDeps,
  group: Group,
  pod: SeenPod | null,
  end: PodEnd,
): Promise<void> {
  if (!(await deps.podGroups.claimBurial(group.groupId, deps.clock.now(), LEASE_SECONDS))) return;
  const { executionId, index } = group;
  deps.log.warn({ executionId, group: index, class: end.class, reason: end.reason }, end.message);
  if (pod?.podName && !isOutOfReach(end)) await keepPodLog(deps, group, end);
  // Nothing of it may be left when its units go to another; where the cluster does not answer, its token is no
  // longer taken, and what is left goes when it is seen again.
  if (mayBeThere(group, pod, end)) {
    const told = await deps.pods.end(refOf(group), end, 'at-once');
    if (!told.ok) deps.log.warn({ executionId, group: index }, told.error.message);
  }
  await conclude(deps, group, end);
}

/** What no watch shows may run all the same, unless the cluster itself has just said that it is gone. */
const mayBeThere = ({ jobName }: Group, pod: SeenPod | null, { reason }: PodEnd) =>
  pod === null ? jobName !== null && reason !== 'job-deleted' : pod.standing.phase !== 'ended';

/** A log lies on its node: of one that is lost there is none to be had, and waiting for it holds up all others. */
const isOutOfReach = ({ reason }: PodEnd) => reason === 'node-lost';

async function conclude(deps: SettleDeps, group: Group, end: PodEnd): Promise<void> {
  const { groupId } = group;
  const { message: why } = end;
  switch (end.class) {
    case 'infrastructure':
      return loseGroup(deps, groupId, { why, reason: 'group-lost', by: lostBy(end) });
    case 'user-error':
      return failPod(deps, groupId, { reason: failureReasonOf(end), message: why });
    case 'timeout':
      await endByTimeout(deps, group);
      return loseGroup(deps, groupId, { why, reason: 'run-timeout', status: 'ended' });
    case 'cancelled':
      return loseGroup(deps, groupId, { why, reason: 'group-lost', status: 'ended' });
    case 'agent-decides':
    case 'test-failure':
      return loseGroup(deps, groupId, {
        why: `Its pod came to its end without the agent's last word. ${why}`,
        reason: 'group-lost',
        by: 'infrastructure',
      });
  }
}

const endByTimeout = (deps: SettleDeps, group: Group): Promise<void> =>
  deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, group.executionId);
    if (execution?.attempt === group.attempt) await beginTimeout(deps, tx, execution);
  });
