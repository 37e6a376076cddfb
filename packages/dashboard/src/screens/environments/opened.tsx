/** The form that is open above the page. */
import { ChangeCluster, NewCluster } from './cluster-form.tsx';
import { ChangeEnvironment, NewEnvironment } from './environment-form.tsx';
import { useOpened } from './open.ts';
import type { Cluster, Environment } from './queries.ts';

type Props = { clusters: readonly Cluster[]; environments: readonly Environment[] };

export function Opened({ clusters, environments }: Props) {
  const { what, cluster: place, close } = useOpened();
  if (what === 'new-cluster') return <NewCluster onClose={close} />;
  const cluster = clusters.find(({ clusterId }) => clusterId === (what === 'new-environment' ? place : what));
  if (what === 'new-environment')
    return cluster ? <NewEnvironment cluster={cluster} onClose={close} /> : null;
  if (cluster) return <ChangeCluster key={cluster.clusterId} cluster={cluster} onClose={close} />;
  const environment = environments.find(({ environmentId }) => environmentId === what);
  if (!environment) return null;
  return <ChangeEnvironment key={environment.environmentId} environment={environment} onClose={close} />;
}
