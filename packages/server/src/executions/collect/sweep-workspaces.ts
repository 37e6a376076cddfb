/** What an execution leaves on a node goes when it is archived, whichever server did that, or died over it. */
import type { Executor } from '../execute/ports.ts';
import type { ExecutionStore } from '../ports.ts';

export type SweepDeps = { executions: ExecutionStore; executor: Executor };

/** An execution that is not in this database is left alone: another one's may be at work here. */
export async function sweepWorkspaces({ executions, executor }: SweepDeps): Promise<void> {
  for (const executionId of await executor.listKept()) {
    const execution = await executions.find(executionId);
    if (execution?.status === 'archived') await executor.cleanUp(executionId);
  }
}
