/** The use cases of clusters and environments with their ports bound. */
import {
  type AddClusterDeps,
  type AddEnvironmentDeps,
  addCluster,
  addEnvironment,
  type ChangeClusterDeps,
  type ChangeEnvironmentDeps,
  type CheckClusterDeps,
  type ClusterConnector,
  type ClusterShelf,
  changeCluster,
  changeEnvironment,
  checkCluster,
  type EnvironmentShelf,
  type RemoveClusterDeps,
  type RemoveEnvironmentDeps,
  removeCluster,
  removeEnvironment,
} from '../environments/index.ts';
import type { HttpDeps } from '../http/deps.ts';

export type EnvironmentDeps = AddClusterDeps &
  ChangeClusterDeps &
  CheckClusterDeps &
  RemoveClusterDeps &
  AddEnvironmentDeps &
  ChangeEnvironmentDeps &
  RemoveEnvironmentDeps & {
    clusters: ClusterShelf;
    environments: EnvironmentShelf;
    connector: ClusterConnector;
  };

export const createEnvironmentOperations = (
  deps: EnvironmentDeps,
): Pick<HttpDeps, 'clusters' | 'environments'> => ({
  clusters: {
    list: (query) => deps.clusters.list(query),
    show: (clusterId) => deps.clusters.show(clusterId),
    add: (actor, request) => addCluster(deps, actor, request),
    change: (actor, clusterId, change) => changeCluster(deps, actor, clusterId, change),
    remove: (actor, clusterId) => removeCluster(deps, actor, clusterId),
    check: (actor, clusterId) => checkCluster(deps, actor, clusterId),
  },
  environments: {
    list: (query) => deps.environments.list(query),
    show: (environmentId) => deps.environments.show(environmentId),
    add: (actor, request) => addEnvironment(deps, actor, request),
    change: (actor, environmentId, change) => changeEnvironment(deps, actor, environmentId, change),
    remove: (actor, environmentId) => removeEnvironment(deps, actor, environmentId),
  },
});
