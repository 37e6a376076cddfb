/** Adds a cluster. What is secret of it is sealed, and in no record of the act. */
import type { ClusterId, ClusterRequest, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { ClusterConnector, ClusterShelf } from '../ports.ts';
import { NOT_CHECKED, nameTaken } from '../refusals.ts';

export type AddClusterDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  clusters: Pick<ClusterShelf, 'insert'>;
  connector: Pick<ClusterConnector, 'admit'>;
};

export async function addCluster(
  deps: AddClusterDeps,
  actor: Actor,
  { name, provider, region, access: request }: ClusterRequest,
): Promise<Result<ClusterId, Refusal<'already-exists' | 'invalid-request'>>> {
  const admitted = await deps.connector.admit(request);
  if (!admitted.ok) return admitted;
  return deps.inTransaction(async (tx) => {
    const clusterId = deps.ids.next<ClusterId>();
    const cluster = { clusterId, name, provider, region, ...admitted.value };
    if (!(await deps.clusters.insert(tx, cluster, NOT_CHECKED, deps.clock.now())))
      return refuse(nameTaken('a cluster', name));
    const target = { kind: 'cluster', id: clusterId, name };
    const detail = { provider, access: request.kind, apiServer: admitted.value.facts.apiServer };
    await recordAct(deps, tx, actor, { action: 'cluster.create', target, detail });
    return ok(clusterId);
  });
}
