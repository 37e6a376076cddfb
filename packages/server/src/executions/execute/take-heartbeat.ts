/** Still here; the answer may say: stop. */
import type { HeartbeatAnswer } from '@gauntlet/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Group } from '../execution.ts';
import type { ExecutionStore } from '../ports.ts';
import { isAlive } from './greet-agent.ts';
import type { GroupStore } from './ports.ts';

export type HeartbeatDeps = { clock: Clock; executions: ExecutionStore; groups: GroupStore };

export async function takeHeartbeat(deps: HeartbeatDeps, group: Group): Promise<HeartbeatAnswer> {
  if (!isAlive(group)) return { order: 'stop' };
  await deps.groups.beat(group.groupId, deps.clock.now());
  const execution = await deps.executions.find(group.executionId);
  const wanted = execution !== null && execution.endingReason === null && execution.attempt === group.attempt;
  return { order: wanted ? 'go-on' : 'stop' };
}
