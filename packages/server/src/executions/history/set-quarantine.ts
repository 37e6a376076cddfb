/** Puts a test into quarantine for a while, and takes it out again. */
import { MOST_QUARANTINE_DAYS, QUARANTINE_DAYS, type Refusal, type TestCaseId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import { type ChangeTestDeps, type TestNotFound, testNotFound } from './change-owner.ts';

export type QuarantineDeps = ChangeTestDeps & { clock: Clock };
export type QuarantineOrder = {
  actor: Actor;
  testCaseId: TestCaseId;
  reason: string;
  /** Two weeks from now when undefined. */
  expiresAt: Date | undefined;
};
export type QuarantineRefusal = TestNotFound | Refusal<'invalid-request'>;

const DAY_SECONDS = 86_400;

export async function setQuarantine(
  deps: QuarantineDeps,
  { actor, testCaseId, reason, ...order }: QuarantineOrder,
): Promise<Result<null, QuarantineRefusal>> {
  const now = deps.clock.now();
  const expiresAt = order.expiresAt ?? secondsAfter(now, QUARANTINE_DAYS * DAY_SECONDS);
  const refusal = refuseExpiry(expiresAt, now);
  if (refusal) return refuse(refusal);
  return deps.inTransaction(async (tx) => {
    const test = await deps.tests.lock(tx, actor, testCaseId);
    if (!test) return refuse(testNotFound(testCaseId));
    await deps.tests.quarantine(tx, testCaseId, { reason, by: actor.userId, since: now, expiresAt });
    await recordAct(deps, tx, actor, {
      action: 'test-case.quarantine',
      target: { kind: 'test-case', id: testCaseId, name: test.name },
      detail: { reason, expiresAt: expiresAt.toISOString() },
    });
    return ok(null);
  });
}

function refuseExpiry(expiresAt: Date, now: Date): Refusal<'invalid-request'> | null {
  const latest = secondsAfter(now, MOST_QUARANTINE_DAYS * DAY_SECONDS);
  // A minute for clocks that differ: whoever asks for the most, asks a moment before it is looked at.
  if (expiresAt > now && expiresAt <= secondsAfter(latest, 60)) return null;
  const message = `A quarantine ends after now and within ${MOST_QUARANTINE_DAYS} days, by ${latest.toISOString()} at the latest. What takes longer to mend is better deleted or skipped.`;
  return { code: 'invalid-request', message, faults: [{ path: 'expiresAt', message }] };
}

export async function releaseQuarantine(
  deps: ChangeTestDeps,
  actor: Actor,
  testCaseId: TestCaseId,
): Promise<Result<null, TestNotFound>> {
  return deps.inTransaction(async (tx) => {
    const test = await deps.tests.lock(tx, actor, testCaseId);
    if (!test) return refuse(testNotFound(testCaseId));
    if (!(await deps.tests.release(tx, testCaseId)))
      return refuse({ code: 'not-found', message: `The test ${testCaseId} is not in quarantine.` });
    await recordAct(deps, tx, actor, {
      action: 'test-case.release',
      target: { kind: 'test-case', id: testCaseId, name: test.name },
    });
    return ok(null);
  });
}
