/** What an Idempotency-Key has come to before: the same request again is answered as it was the first time. */
import type { ExecutionId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';
import type { NewExecution } from '../execution.ts';
import type { ExecutionStore } from '../ports.ts';
import { canonical } from './canonical.ts';
import type { SubmitCommand } from './submit-command.ts';

type Deps = { executions: Pick<ExecutionStore, 'findByIdempotencyKey'> };

/** Null: the key is new, or there is none. */
export async function findEarlier(
  { executions }: Deps,
  tx: Tx,
  command: SubmitCommand,
): Promise<Result<ExecutionId, Refusal<'idempotency-key-reused'>> | null> {
  const idempotency = idempotencyOf(command);
  if (idempotency === null) return null;
  const { teamId, userId } = command.actor;
  const earlier = await executions.findByIdempotencyKey(tx, { teamId, userId, ...idempotency });
  if (earlier === null) return null;
  if (earlier.request === 'same') return ok(earlier.executionId);
  return refuse({
    code: 'idempotency-key-reused',
    message: `The Idempotency-Key "${idempotency.key}" came with another request before. Use a new one.`,
  });
}

/**
 * What was asked for, whatever has become of the things it names: a rerun is the execution and how much of it, a
 * stored definition is its id and the overrides.
 */
export function idempotencyOf({
  actor: { projectId },
  request,
  rerunOf,
  idempotencyKey,
}: SubmitCommand): NewExecution['idempotency'] {
  if (idempotencyKey === null) return null;
  const asked = canonical(rerunOf ? { rerun: rerunOf } : { submit: request });
  return { key: idempotencyKey, request: asked, projectId };
}
