import type { HeartbeatAnswer } from '@gauntlet/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Group } from '../execution.ts';
import type { ExecutionStore, GroupStore } from '../ports.ts';
import { isAlive } from './greet-agent.ts';

/** Still here; the answer may say stop. */
export async function beat(deps: { clock: Clock; executions: ExecutionStore; groups: GroupStore }, group: Group): Promise<HeartbeatAnswer> {
  if (!isAlive(group)) return { order: 'stop' };
  await deps.groups.beat(group.groupId, deps.clock.now());
  const execution = await deps.executions.find(group.executionId);
  const wanted = execution !== null && execution.endingReason === null && execution.attempt === group.attempt;
  return { order: wanted ? 'go-on' : 'stop' };
}
