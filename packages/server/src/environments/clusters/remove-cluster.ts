/** Removes a cluster that has no environments any more, and what opens it. */
import type { ClusterId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { ClusterBrief, ClusterShelf } from '../ports.ts';
import { noCluster } from '../refusals.ts';

export type RemoveClusterDeps = AuditDeps & {
  inTransaction: InTransaction;
  clusters: Pick<ClusterShelf, 'lock' | 'remove'>;
};

export function removeCluster(
  deps: RemoveClusterDeps,
  actor: Actor,
  clusterId: ClusterId,
): Promise<Result<null, Refusal<'not-found' | 'in-use'>>> {
  return deps.inTransaction(async (tx) => {
    const cluster = await deps.clusters.lock(tx, clusterId);
    if (!cluster) return refuse(noCluster());
    const used = inUse(cluster);
    if (used) return refuse(used);
    await deps.clusters.remove(tx, clusterId);
    const target = { kind: 'cluster', id: clusterId, name: cluster.name };
    await recordAct(deps, tx, actor, { action: 'cluster.remove', target });
    return ok(null);
  });
}

const MOST_NAMED = 5;

function inUse({ name, access, environments }: ClusterBrief): Refusal<'in-use'> | null {
  if (access === 'local')
    return { code: 'in-use', message: `The cluster "${name}" is this server's own host, and stays.` };
  if (environments.length === 0) return null;
  const named = environments.slice(0, MOST_NAMED).map((each) => `"${each}"`);
  const more = environments.length > MOST_NAMED ? ` and ${environments.length - MOST_NAMED} more` : '';
  return {
    code: 'in-use',
    message: `The cluster "${name}" has environments: ${named.join(', ')}${more}. Remove them first, or disable the cluster: nothing new runs there then.`,
  };
}
