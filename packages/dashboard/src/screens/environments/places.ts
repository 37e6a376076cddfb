/** Clusters with their environments, as whoever looks may see them. */
import type { Cluster, Environment } from './queries.ts';

export type Place = {
  clusterId: string;
  name: string;
  status: Environment['status'];
  kubernetes: boolean;
  /** Null: not for whoever looks at it. */
  cluster: Cluster | null;
  environments: readonly Environment[];
};

/** Clusters as they are told, or as the environments tell of them. */
export function placesOf(environments: readonly Environment[], clusters: readonly Cluster[] | null): Place[] {
  const inside = (id: string) => environments.filter(({ cluster }) => cluster.clusterId === id);
  if (clusters !== null)
    return clusters.map((cluster) => ({
      ...{ clusterId: cluster.clusterId, name: cluster.name, status: cluster.status, cluster },
      kubernetes: cluster.access !== 'local',
      environments: inside(cluster.clusterId),
    }));
  const seen = new Map(environments.map((each) => [each.cluster.clusterId, each]));
  return [...seen.values()].map(({ cluster, runsOn }) => ({
    ...cluster,
    kubernetes: runsOn === 'kubernetes',
    cluster: null,
    environments: inside(cluster.clusterId),
  }));
}
