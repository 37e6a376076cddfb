/** Changes what a cluster is called and how it is reached, and closes or opens it for new executions. */
import type { ClusterChange, ClusterId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type {
  AccessFacts,
  ClusterBrief,
  ClusterConnector,
  ClusterPatch,
  ClusterShelf,
  EnvironmentShelf,
} from '../ports.ts';
import { groupsThere, NOT_CHECKED, nameTaken, noCluster } from '../refusals.ts';

export type ChangeClusterDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  clusters: Pick<ClusterShelf, 'lock' | 'change'>;
  environments: Pick<EnvironmentShelf, 'countGroups'>;
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
    const used = admitted && (await inUse(deps, tx, cluster, admitted.value.facts));
    if (used) return refuse(used);
    const patch = patchOf(cluster, change, admitted?.value);
    if (!(await deps.clusters.change(tx, clusterId, patch, deps.clock.now())))
      return refuse(nameTaken('a cluster', change.name ?? ''));
    const target = { kind: 'cluster', id: clusterId, name: change.name ?? cluster.name };
    const detail = { changed: Object.keys(change), ...(change.state ? { state: change.state } : {}) };
    await recordAct(deps, tx, actor, { action: 'cluster.change', target, detail });
    return ok(null);
  });
}

/** Another token or certificate for the same API server changes nothing of where things are. */
async function inUse(
  { environments }: Pick<ChangeClusterDeps, 'environments'>,
  tx: Tx,
  { clusterId, name, apiServer: before }: ClusterBrief,
  { apiServer }: AccessFacts,
): Promise<Refusal<'in-use'> | null> {
  if (addressOf(apiServer) === addressOf(before)) return null;
  const groups = await environments.countGroups(tx, { clusterId });
  return groups === 0 ? null : groupsThere({ kind: 'cluster', name }, groups, 'API server');
}

/** With the port that goes without saying, or without. */
const addressOf = (apiServer: string | null) => apiServer && new URL(apiServer).href;

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
