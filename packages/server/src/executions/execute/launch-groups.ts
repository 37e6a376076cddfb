/** Starts the processes of groups that wait for one on this node. */
import { refuse } from '@gauntlet/core/kernel';
import type { EventStore } from '../../event-store/index.ts';
import { hashSecret, newSecret } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Group } from '../execution.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';
import type { ExecutionStore } from '../ports.ts';
import { hexBytes } from './hex-bytes.ts';
import { type LoseDeps, loseGroup } from './lose-group.ts';
import type { Executor, GroupStore } from './ports.ts';

export type LaunchDeps = LoseDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  log: Log;
  nodeName: string;
  place: string;
  executions: ExecutionStore;
  groups: GroupStore;
  executor: Executor;
  events: EventStore;
};

const MOST_AT_ONCE = 10;

/** @returns how many were started or failed to start. */
export async function launchGroups(deps: LaunchDeps): Promise<number> {
  const tokens = Array.from({ length: MOST_AT_ONCE }, () => newSecret('gag_'));
  const tokenHashes = await Promise.all(tokens.map(async (token) => hexBytes(await hashSecret(token))));
  const claimed = await deps.groups.claimForLaunch({ ...deps, tokenHashes }, deps.clock.now());
  await Promise.all(claimed.map(({ group, token }) => launchGroup(deps, group, tokens[token] as string)));
  return claimed.length;
}

async function launchGroup(deps: LaunchDeps, group: Group, token: string): Promise<void> {
  const execution = await deps.executions.find(group.executionId);
  if (!execution) return;
  const { executionId, groupId, index } = group;
  const order = {
    teamId: execution.teamId,
    projectId: execution.projectId,
    executionId,
    groupId,
    index,
    token,
  };
  const launched = await deps.executor
    .launch(order)
    .catch((cause: unknown) => refuse({ message: String(cause) }));
  if (!launched.ok) {
    deps.log.error({ executionId: group.executionId, group: group.index }, launched.error.message);
    await loseGroup(deps, group.groupId, { why: launched.error.message, reason: 'executor-failed' });
    return;
  }
  await noteLaunched(deps, group, launched.value);
}

function noteLaunched(
  deps: LaunchDeps,
  group: Group,
  process: { host: string; pid: number; startedAt: string },
) {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, group.executionId);
    await deps.groups.markLaunched(tx, group.groupId, process);
    const { groupId, index, attempt, nodeName } = group;
    const data = { groupId, groupIndex: index, attempt, nodeName };
    await appendFacts(deps.events, tx, group.executionId, [{ type: 'group-started', data }]);
    if (execution?.status === 'scheduled') await moveExecution(deps, tx, execution, 'pod-created');
  });
}
