/** Changes what a cluster is called and how it is reached, and closes or opens it for new executions. */
import type { ClusterChange, ClusterId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { ClusterBrief, ClusterConnector, ClusterPatch, ClusterShelf } from '../ports.ts';
import { NOT_CHECKED, nameTaken, noCluster } from '../refusals.ts';

export type ChangeClusterDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  clusters: Pick<ClusterShelf, 'lock' | 'change'>;
  connector: Pick<ClusterConnector, 'admit'>;
};

type ChangeRefusal = Refusal<'not-found' | 'already-exists' | 'invalid-request' | 'in-use'>;

export async function changeCluster(
  deps: ChangeClusterDeps,
  actor: Actor,
  clusterId: ClusterId,
  change: ClusterChange,
): Promise<Result<null, ChangeRefusal>> {
  const admitted = change.access ? await deps.connector.admit(change.access) : null;
  return deps.inTransaction(async (tx) => {
    const cluster = await deps.clusters.lock(tx, clusterId);
    if (!cluster) return refuse(noCluster());
    if (cluster.access === 'local') return refuse(ownHost(cluster));
    if (admitted && !admitted.ok) return admitted;
    const patch = patchOf(cluster, change, admitted?.value);
    if (!(await deps.clusters.change(tx, clusterId, patch, deps.clock.now())))
      return refuse(nameTaken('a cluster', change.name ?? ''));
    const target = { kind: 'cluster', id: clusterId, name: change.name ?? cluster.name };
    const detail = { changed: Object.keys(change), ...(change.state ? { state: change.state } : {}) };
    await recordAct(deps, tx, actor, { action: 'cluster.change', target, detail });
    return ok(null);
  });
}

function patchOf(
  { status: before }: ClusterBrief,
  { name, provider, region, state }: ClusterChange,
  access: ClusterPatch['access'],
): ClusterPatch {
  const disabled = state === undefined ? before === 'disabled' : state === 'disabled';
  const unknown = access !== undefined || (state === 'enabled' && before === 'disabled');
  const status = disabled
    ? ({ status: 'disabled', reason: null } as const)
    : unknown
      ? NOT_CHECKED
      : undefined;
  return {
    ...(name === undefined ? {} : { name }),
    ...(provider === undefined ? {} : { provider }),
    ...(region === undefined ? {} : { region }),
    ...(access === undefined ? {} : { access }),
    ...(status === undefined ? {} : { status }),
  };
}

const ownHost = ({ name }: ClusterBrief): Refusal<'in-use'> => ({
  code: 'in-use',
  message: `The cluster "${name}" is this server's own host, and stays as it is. To run nothing here, disable its environment.`,
});
