/** Who looks after a test. */
import type { Refusal, TestCaseId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { TestShelf } from './ports.ts';

export type ChangeTestDeps = AuditDeps & { inTransaction: InTransaction; tests: TestShelf };
export type TestNotFound = Refusal<'not-found'>;

export const testNotFound = (testCaseId: TestCaseId): TestNotFound => ({
  code: 'not-found',
  message: `There is no test ${testCaseId} in your team or project.`,
});

export type OwnerOrder = {
  actor: Actor;
  testCaseId: TestCaseId;
  /** Id or name; null for nobody. */
  owner: string | null;
};

export async function changeOwner(
  deps: ChangeTestDeps,
  { actor, testCaseId, owner }: OwnerOrder,
): Promise<Result<null, TestNotFound>> {
  return deps.inTransaction(async (tx) => {
    const test = await deps.tests.lock(tx, actor, testCaseId);
    if (!test) return refuse(testNotFound(testCaseId));
    const person = owner === null ? null : await deps.tests.findPerson(test, owner);
    if (owner !== null && person === null) return refuse(personNotFound(owner));
    await deps.tests.setOwner(tx, testCaseId, person?.userId ?? null);
    await recordAct(deps, tx, actor, {
      action: 'test-case.own',
      target: { kind: 'test-case', id: testCaseId, name: test.name },
      detail: { owner: person?.username ?? null },
    });
    return ok(null);
  });
}

export const personNotFound = (idOrName: string): TestNotFound => ({
  code: 'not-found',
  message: `There is no user "${idOrName}" who sees the tests of this team or project.`,
});
