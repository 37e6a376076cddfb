import type { ExecutionId } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { Executor, LaunchOrder } from '../executions/index.ts';

/** Starts nothing and remembers what it was asked; a group lives until the test says otherwise. */
export type FakeExecutor = Executor & {
  launched: LaunchOrder[];
  stopped: string[];
  killed: string[];
  dead: Set<string>;
  kept: Set<ExecutionId>;
  failing: boolean;
};

export function createFakeExecutor(): FakeExecutor {
  const fake: FakeExecutor = {
    launched: [],
    stopped: [],
    killed: [],
    dead: new Set(),
    kept: new Set(),
    failing: false,
    launch: async (order) => {
      if (fake.failing) return refuse({ code: 'executor-failed', message: 'no more processes' });
      fake.launched.push(order);
      return ok({ host: 'test', pid: 1000 + fake.launched.length, startedAt: 'then' });
    },
    stop: async (group) => void fake.stopped.push(group.groupId),
    kill: async (group) => {
      fake.killed.push(group.groupId);
      fake.dead.add(group.groupId);
    },
    owns: async () => true,
    isAlive: async (group) => !fake.dead.has(group.groupId),
    cleanUp: async (executionId) => void fake.kept.delete(executionId),
    listKept: async () => [...fake.kept],
  };
  return fake;
}
