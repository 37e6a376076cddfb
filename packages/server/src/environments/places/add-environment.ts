/** Adds an environment to a cluster: a namespace, and what holds for the pods in it. */
import type { EnvironmentId, EnvironmentRequest, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { ClusterShelf, EnvironmentShelf } from '../ports.ts';
import { NOT_CHECKED, nameTaken } from '../refusals.ts';

export type AddEnvironmentDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  clusters: Pick<ClusterShelf, 'lock'>;
  environments: Pick<EnvironmentShelf, 'insert'>;
};

export function addEnvironment(
  deps: AddEnvironmentDeps,
  actor: Actor,
  request: EnvironmentRequest,
): Promise<Result<EnvironmentId, Refusal<'already-exists' | 'invalid-request'>>> {
  return deps.inTransaction(async (tx) => {
    const cluster = await deps.clusters.lock(tx, request.clusterId);
    if (!cluster) return refuse(wrongCluster('there is no such cluster'));
    if (cluster.access === 'local')
      return refuse(wrongCluster("this server's own host has its one environment, and no namespaces"));
    const environmentId = deps.ids.next<EnvironmentId>();
    if (!(await deps.environments.insert(tx, environmentId, request, NOT_CHECKED, deps.clock.now())))
      return refuse(nameTaken('an environment', request.name));
    const { name, namespace } = request;
    const target = { kind: 'environment', id: environmentId, name };
    const detail = { cluster: cluster.name, namespace };
    await recordAct(deps, tx, actor, { action: 'environment.create', target, detail });
    return ok(environmentId);
  });
}

const wrongCluster = (message: string): Refusal<'invalid-request'> => ({
  code: 'invalid-request',
  message: `The environment was not added: ${message}.`,
  faults: [{ path: 'clusterId', message }],
});
