/** Asks a cluster what Gauntlet may do there, and keeps the answer. */
import type { ClusterCheck, ClusterId, Refusal } from '@gauntlet/contract';
import { type AccessQuestion, type Inspection, judgeCheck, questionsFor } from '@gauntlet/core/environments';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { ClusterConnector, ClusterShelf, OpenedCluster } from '../ports.ts';
import { noCluster } from '../refusals.ts';

export type CheckClusterDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  clusters: Pick<ClusterShelf, 'open' | 'lock' | 'recordCheck'>;
  connector: Pick<ClusterConnector, 'inspect'>;
};

export async function checkCluster(
  deps: CheckClusterDeps,
  actor: Actor,
  clusterId: ClusterId,
): Promise<Result<ClusterCheck, Refusal<'not-found' | 'changed-meanwhile'>>> {
  const opened = await deps.clusters.open(clusterId);
  if (!opened) return refuse(noCluster());
  const { environments } = opened;
  const questions = opened.access === null ? [] : questionsFor(environments.map((each) => each.namespace));
  const inspection = await inspect(deps, opened, questions);
  const check = judgeCheck({ checkedAt: deps.clock.now(), environments, questions, inspection });
  return deps.inTransaction(async (tx) => {
    const cluster = await deps.clusters.lock(tx, clusterId);
    if (!cluster) return refuse(noCluster());
    // What was asked is not how it is reached any more.
    if (cluster.updatedAt.getTime() !== opened.updatedAt.getTime()) return refuse(changed(cluster.name));
    await deps.clusters.recordCheck(tx, clusterId, check);
    const target = { kind: 'cluster', id: clusterId, name: cluster.name };
    const detail = { outcome: check.outcome };
    await recordAct(deps, tx, actor, { action: 'cluster.check', target, detail });
    return ok(check);
  });
}

async function inspect(
  { connector }: Pick<CheckClusterDeps, 'connector'>,
  { access }: OpenedCluster,
  questions: readonly AccessQuestion[],
): Promise<Inspection> {
  // Processes of this host need nobody's leave.
  if (access === null) return { outcome: 'answered', version: null, granted: [] };
  if (!access.ok)
    return {
      outcome: 'failed',
      version: null,
      reason: `The kubeconfig cannot be opened. ${access.error.message}`,
    };
  return connector.inspect(access.value, questions);
}

const changed = (name: string): Refusal<'changed-meanwhile'> => ({
  code: 'changed-meanwhile',
  message: `The cluster "${name}" was changed while it was checked. Check it again.`,
});
