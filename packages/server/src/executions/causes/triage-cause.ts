/** What people decide of a cause: whose it is, what is known of it, whether it is done with. */
import type { FailureCauseChange, FailureCauseId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { CauseBook, CauseOwner, Triage, TriagedCause } from './ports.ts';

export type TriageDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  causes: Pick<CauseBook, 'lock' | 'change' | 'findOwner' | 'addComment' | 'merge' | 'unmerge'>;
};

export type TriageRefusal = Refusal<'not-found' | 'invalid-request'>;

export function triageCause(
  deps: TriageDeps,
  actor: Actor,
  causeId: FailureCauseId,
  change: FailureCauseChange,
): Promise<Result<null, TriageRefusal>> {
  return withCause(deps, actor, causeId, async (tx, before) => {
    const owner = await ownerOf(deps, tx, actor, before, change);
    if (!owner.ok) return owner;
    const now = deps.clock.now();
    const decided = decide(before, change, owner.value, now);
    if (!decided.ok) return decided;
    const { before: was, after: is } = difference(before, decided.value);
    if (Object.keys(is).length === 0) return ok(null);
    await deps.causes.change(tx, causeId, decided.value, { userId: actor.userId, at: now });
    await recordAct(deps, tx, actor, {
      action: 'failure-cause.triage',
      target: { kind: 'failure-cause', id: causeId, name: before.title },
      detail: { before: was, after: is },
    });
    return ok(null);
  });
}

async function ownerOf(
  deps: TriageDeps,
  tx: Tx,
  actor: Actor,
  before: TriagedCause,
  { owner }: FailureCauseChange,
): Promise<Result<CauseOwner | null, TriageRefusal>> {
  if (owner === undefined) return ok(before.owner);
  if (owner === null) return ok(null);
  const place = { teamId: actor.teamId, projectId: before.projectId };
  const found = await deps.causes.findOwner(tx, place, owner);
  if (found) return ok(found);
  return refuse(invalid('owner', 'There is no such person in your team or project.'));
}

/** A date belongs to a known issue alone; another status forgets it. */
function decide(
  before: Triage,
  change: FailureCauseChange,
  owner: CauseOwner | null,
  now: Date,
): Result<Triage, TriageRefusal> {
  const status = change.status ?? before.status;
  const asked = change.knownUntil;
  if (asked && status !== 'known-issue')
    return refuse(invalid('knownUntil', 'Only a known issue has a date: set the status to known-issue.'));
  if (asked && new Date(asked) <= now) return refuse(invalid('knownUntil', 'The date must be to come.'));
  const kept = asked === undefined ? before.knownUntil : asked === null ? null : new Date(asked);
  return ok({
    status,
    knownUntil: status === 'known-issue' ? kept : null,
    fixedAt: fixedAt(before, change, now),
    owner,
    link: change.link === undefined ? before.link : change.link,
    givenTitle: change.title === undefined ? before.givenTitle : change.title,
  });
}

/** Said again, it counts from now on. */
function fixedAt(before: Triage, { status }: FailureCauseChange, now: Date): Date | null {
  if (status === undefined) return before.fixedAt;
  return status === 'fixed' ? now : null;
}

const invalid = (path: string, message: string): TriageRefusal => ({
  code: 'invalid-request',
  message: `${path}: ${message}`,
  faults: [{ path, message }],
});

const SHOWN = ['status', 'knownUntil', 'link', 'givenTitle'] as const;

function difference(before: Triage, after: Triage) {
  const facts = (triage: Triage): Record<string, unknown> => ({
    ...Object.fromEntries(SHOWN.map((name) => [name, triage[name]])),
    owner: triage.owner?.username ?? null,
    fixedAt: triage.fixedAt,
  });
  const [was, is] = [facts(before), facts(after)];
  const changed = Object.keys(is).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  const only = (all: Record<string, unknown>) => Object.fromEntries(changed.map((name) => [name, all[name]]));
  return { before: only(was), after: only(is) };
}

type Work<Value> = (tx: Tx, cause: TriagedCause) => Promise<Result<Value, TriageRefusal>>;

/** One change after the other. */
export function withCause<Value>(
  { inTransaction, causes }: Pick<TriageDeps, 'inTransaction' | 'causes'>,
  actor: Actor,
  causeId: FailureCauseId,
  work: Work<Value>,
): Promise<Result<Value, TriageRefusal>> {
  return inTransaction(async (tx): Promise<Result<Value, TriageRefusal>> => {
    const cause = await causes.lock(tx, actor, causeId);
    return cause ? work(tx, cause) : refuse(noCause(causeId));
  });
}

export const noCause = (causeId: FailureCauseId): Refusal<'not-found'> => ({
  code: 'not-found',
  message: `There is no failure cause ${causeId} in your team or project.`,
});
