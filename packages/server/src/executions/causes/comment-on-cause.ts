import type { FailureCauseId } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import { type TriageDeps, type TriageRefusal, withCause } from './triage-cause.ts';

/** @returns the id of the comment. The trail says that there is one, not what it says. */
export function commentOnCause(
  deps: TriageDeps,
  actor: Actor,
  causeId: FailureCauseId,
  body: string,
): Promise<Result<string, TriageRefusal>> {
  return withCause(deps, actor, causeId, async (tx, { title }) => {
    const comment = { authorId: actor.userId, body, at: deps.clock.now() };
    const commentId = await deps.causes.addComment(tx, causeId, comment);
    await recordAct(deps, tx, actor, {
      action: 'failure-cause.comment',
      target: { kind: 'failure-cause', id: causeId, name: title },
      detail: { commentId },
    });
    return ok(commentId);
  });
}
