/** Two causes that are one after all; people see the one that stays, and each can be taken apart again. */
import type { FailureCauseId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import { noCause, type TriageDeps, type TriageRefusal, withCause } from './triage-cause.ts';

export function mergeCauses(
  deps: TriageDeps,
  actor: Actor,
  causeId: FailureCauseId,
  into: FailureCauseId,
): Promise<Result<null, TriageRefusal>> {
  if (causeId === into) return Promise.resolve(refuse(impossible('A cause cannot be merged into itself.')));
  // In one order, whichever way round two people ask.
  const [first, second] = causeId < into ? [causeId, into] : [into, causeId];
  return withCause(deps, actor, first, async (tx, one) => {
    const other = await deps.causes.lock(tx, actor, second);
    if (!other) return refuse(noCause(second));
    const [merged, kept] = first === causeId ? [one, other] : [other, one];
    if (merged.mergedInto === into) return ok(null);
    if (merged.mergedInto !== null || kept.mergedInto !== null)
      return refuse(impossible('One of them is merged already: take it apart first.'));
    if (merged.projectId !== kept.projectId)
      return refuse(impossible('They are of two projects: people of one would see the other.'));
    await deps.causes.merge(tx, causeId, into);
    await recordAct(deps, tx, actor, {
      action: 'failure-cause.merge',
      target: { kind: 'failure-cause', id: causeId, name: merged.title },
      detail: { into },
    });
    return ok(null);
  });
}

/** Of a cause that is not merged nothing is changed. */
export function unmergeCause(
  deps: TriageDeps,
  actor: Actor,
  causeId: FailureCauseId,
): Promise<Result<null, TriageRefusal>> {
  return withCause(deps, actor, causeId, async (tx, { title, mergedInto }) => {
    if (mergedInto === null) return ok(null);
    await deps.causes.unmerge(tx, causeId);
    await recordAct(deps, tx, actor, {
      action: 'failure-cause.unmerge',
      target: { kind: 'failure-cause', id: causeId, name: title },
      detail: { from: mergedInto },
    });
    return ok(null);
  });
}

const impossible = (message: string): TriageRefusal => ({
  code: 'invalid-request',
  message,
  faults: [{ path: 'failureCauseId', message }],
});
