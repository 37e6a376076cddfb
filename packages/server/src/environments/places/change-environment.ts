/** Changes an environment, and closes or opens it for new executions. */
import type { EnvironmentChange, EnvironmentId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { EnvironmentBrief, EnvironmentPatch, EnvironmentShelf } from '../ports.ts';
import { groupsThere, NOT_CHECKED, nameTaken, noEnvironment } from '../refusals.ts';

export type ChangeEnvironmentDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  environments: Pick<EnvironmentShelf, 'lock' | 'change' | 'countGroups'>;
};

export function changeEnvironment(
  deps: ChangeEnvironmentDeps,
  actor: Actor,
  environmentId: EnvironmentId,
  change: EnvironmentChange,
): Promise<Result<null, Refusal<'not-found' | 'already-exists' | 'in-use'>>> {
  return deps.inTransaction(async (tx) => {
    const environment = await deps.environments.lock(tx, environmentId);
    if (!environment) return refuse(noEnvironment());
    const { state, ...others } = change;
    if (environment.runsOn === 'local' && Object.keys(others).length > 0) return refuse(ownHost(environment));
    const used = await inUse(deps, tx, environment, change);
    if (used) return refuse(used);
    const status = statusOf(environment, change);
    const patch: EnvironmentPatch = { ...definedOf(others), ...(status ? { status } : {}) };
    if (!(await deps.environments.change(tx, environmentId, patch, deps.clock.now())))
      return refuse(nameTaken('an environment', change.name ?? ''));
    const target = { kind: 'environment', id: environmentId, name: change.name ?? environment.name };
    const detail = { changed: Object.keys(change), ...(state ? { state } : {}) };
    await recordAct(deps, tx, actor, { action: 'environment.change', target, detail });
    return ok(null);
  });
}

async function inUse(
  { environments }: Pick<ChangeEnvironmentDeps, 'environments'>,
  tx: Tx,
  { environmentId, name, namespace: before }: EnvironmentBrief,
  { namespace }: EnvironmentChange,
): Promise<Refusal<'in-use'> | null> {
  if (namespace === undefined || namespace === before) return null;
  const groups = await environments.countGroups(tx, { environmentId });
  return groups === 0 ? null : groupsThere({ kind: 'environment', name }, groups, 'namespace');
}

const definedOf = ({ name, namespace, configuration }: EnvironmentChange): EnvironmentPatch => ({
  ...(name === undefined ? {} : { name }),
  ...(namespace === undefined ? {} : { namespace }),
  ...(configuration === undefined ? {} : { configuration }),
});

/** Undefined: as it was. */
function statusOf(
  { status: before, runsOn }: EnvironmentBrief,
  { state, namespace }: EnvironmentChange,
): EnvironmentPatch['status'] {
  if (state === 'disabled') return { status: 'disabled', reason: null };
  if (before === 'disabled' && state === undefined) return undefined;
  if (before !== 'disabled' && namespace === undefined) return undefined;
  return runsOn === 'local' ? { status: 'ready', reason: null } : NOT_CHECKED;
}

const ownHost = ({ name }: EnvironmentBrief): Refusal<'in-use'> => ({
  code: 'in-use',
  message: `The environment "${name}" is this server's own host: it can be disabled and enabled, nothing else of it changes.`,
});
