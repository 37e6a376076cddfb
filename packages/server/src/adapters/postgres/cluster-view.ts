/** Clusters and environments as the API shows them: what is sealed has no place here. */
import type {
  ClusterCheck,
  ClusterId,
  ClusterView,
  EnvironmentConfiguration,
  EnvironmentId,
  EnvironmentView,
  PlaceStatus,
} from '@gauntlet/contract';
import type { Selectable } from 'kysely';
import type { Clusters, ExecutionEnvironments } from './generated/database.ts';

type ClusterRow = Omit<Selectable<Clusters>, 'kubeconfig' | 'key_id'> & { environments: number };

export const clusterView = (row: ClusterRow): ClusterView => ({
  clusterId: row.cluster_id as ClusterId,
  name: row.cluster_name,
  provider: row.provider as ClusterView['provider'],
  region: row.region,
  access: row.access as ClusterView['access'],
  apiServer: row.api_server,
  credential: row.credential as ClusterView['credential'],
  status: row.status as PlaceStatus,
  statusReason: row.status_reason,
  environments: row.environments,
  lastCheck: row.last_check as unknown as ClusterCheck | null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export type PlaceRow = Selectable<ExecutionEnvironments> & {
  cluster_name: string;
  cluster_status: string;
  access: string;
};

export const runsOnOf = ({ access }: Pick<PlaceRow, 'access'>): EnvironmentView['runsOn'] =>
  access === 'local' ? 'local' : 'kubernetes';

export const environmentView = (row: PlaceRow): EnvironmentView => ({
  environmentId: row.environment_id as EnvironmentId,
  name: row.environment_name,
  cluster: {
    clusterId: row.cluster_id as ClusterId,
    name: row.cluster_name,
    status: row.cluster_status as PlaceStatus,
  },
  runsOn: runsOnOf(row),
  namespace: row.namespace,
  configuration: configurationOf(row.configuration),
  status: row.status as PlaceStatus,
  statusReason: row.status_reason,
  checkedAt: row.checked_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const NOTHING_SET: EnvironmentConfiguration = {
  autoscale: false,
  spot: 'allow',
  nodeSelector: {},
  tolerations: [],
  imagePullSecrets: [],
  rootFilesystem: 'read-only',
};

/** It was parsed when it came in; the one of this host says nothing. */
export const configurationOf = (stored: unknown): EnvironmentConfiguration => ({
  ...NOTHING_SET,
  ...(stored as Partial<EnvironmentConfiguration>),
});
