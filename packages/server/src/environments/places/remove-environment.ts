/** Removes an environment that no execution has run in. */
import type { EnvironmentId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { EnvironmentBrief, EnvironmentShelf } from '../ports.ts';
import { noEnvironment } from '../refusals.ts';

export type RemoveEnvironmentDeps = AuditDeps & {
  inTransaction: InTransaction;
  environments: Pick<EnvironmentShelf, 'lock' | 'remove' | 'countExecutions'>;
};

export function removeEnvironment(
  deps: RemoveEnvironmentDeps,
  actor: Actor,
  environmentId: EnvironmentId,
): Promise<Result<null, Refusal<'not-found' | 'in-use'>>> {
  return deps.inTransaction(async (tx) => {
    const environment = await deps.environments.lock(tx, environmentId);
    if (!environment) return refuse(noEnvironment());
    const used = await inUse(deps, tx, environment);
    if (used) return refuse(used);
    await deps.environments.remove(tx, environmentId);
    const target = { kind: 'environment', id: environmentId, name: environment.name };
    await recordAct(deps, tx, actor, { action: 'environment.remove', target });
    return ok(null);
  });
}

const MOST_COUNTED = 100;

async function inUse(
  { environments }: Pick<RemoveEnvironmentDeps, 'environments'>,
  tx: Tx,
  { environmentId, name, runsOn }: EnvironmentBrief,
): Promise<Refusal<'in-use'> | null> {
  if (runsOn === 'local')
    return {
      code: 'in-use',
      message: `The environment "${name}" is this server's own host, and stays. It can be disabled.`,
    };
  const executions = await environments.countExecutions(tx, environmentId, MOST_COUNTED);
  if (executions === 0) return null;
  const many = executions < MOST_COUNTED ? executions : `${MOST_COUNTED} or more`;
  return {
    code: 'in-use',
    message: `${many} ${executions === 1 ? 'execution belongs' : 'executions belong'} to the environment "${name}". Disable it: nothing new runs there then, and what has run is still shown with it.`,
  };
}
