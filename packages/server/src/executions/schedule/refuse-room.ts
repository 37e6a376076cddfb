/** The end of an execution of which no node of its cluster could ever hold a pod. */
import type { ScoredNode } from '@gauntlet/core/executions';
import type { Tx } from '../../kernel/tx.ts';
import { type ConcludeDeps, giveVerdict } from '../collect/conclude-attempt.ts';
import { lastAttemptOf } from '../execute/end-execution.ts';
import type { Execution } from '../execution.ts';
import { moveExecution } from '../move-execution.ts';
import type { ClusterRoom } from '../pods/ports.ts';
import { sizeOf } from './describe-room.ts';

/** Rejected is what never ran. What waits to be tried again did: it keeps what it has reported, and its nodes are gone. */
export async function refuseRoom(
  deps: ConcludeDeps,
  tx: Tx,
  execution: Execution,
  { room, placement }: { room: ClusterRoom; placement: ScoredNode[] },
): Promise<Execution> {
  const verdict = execution.status === 'retrying' ? 'infrastructure' : 'rejected';
  const message = `No node there could ever hold ${sizeOf(1, room)}. Lower resources, or name another environment.${lastAttemptOf(execution)}`;
  const failure = { failureReason: 'does-not-fit', failureMessage: message } as const;
  const completedAt = deps.clock.now();
  const counts = await deps.results.counts(tx, execution.executionId);
  const ended = await moveExecution(deps, tx, execution, 'infrastructure-failed', {
    ...failure,
    placement,
    completedAt,
  });
  const judgement = { verdict, reason: failure.failureReason, message } as const;
  await giveVerdict(deps, tx, ended, judgement, { counts, quarantined: [] });
  return ended;
}
