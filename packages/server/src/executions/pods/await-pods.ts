/** Whether pods of an execution are still to go before what they wrote is put away. Bounded: a node may be lost for good. */
import type { Clock } from '../../kernel/clock.ts';
import type { Execution } from '../execution.ts';
import type { PodExecutor } from './ports.ts';

export type AwaitPodsDeps = { clock: Clock; pods: PodExecutor | null };

const MOST_SECONDS = 180;

export async function arePodsLeft({ clock, pods }: AwaitPodsDeps, execution: Execution): Promise<boolean> {
  const { runsOn, environmentId, executionId, completedAt } = execution;
  if (pods === null || runsOn === 'local' || completedAt === null) return false;
  if (clock.now().getTime() - completedAt.getTime() > MOST_SECONDS * 1000) return false;
  const seen = await pods.look(environmentId);
  return (
    seen.ok && seen.value.some((pod) => pod.executionId === executionId && pod.standing.phase !== 'ended')
  );
}
