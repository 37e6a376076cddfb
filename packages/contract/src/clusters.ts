/**
 * Clusters, and the environments in them that executions run in. Both are of the instance.
 *
 *   GET    /api/v1/clusters               ClusterList          (ClusterQuery)
 *   POST   /api/v1/clusters               201 ClusterView      (ClusterRequest)
 *   GET    /api/v1/clusters/:id           ClusterView
 *   PATCH  /api/v1/clusters/:id           ClusterView          (ClusterChange)
 *   DELETE /api/v1/clusters/:id           204
 *   POST   /api/v1/clusters/:id/check     ClusterCheck
 *   GET    /api/v1/environments           EnvironmentList      (EnvironmentQuery)
 *   POST   /api/v1/environments           201 EnvironmentView  (EnvironmentRequest)
 *   GET    /api/v1/environments/:id       EnvironmentView
 *   PATCH  /api/v1/environments/:id       EnvironmentView      (EnvironmentChange)
 *   DELETE /api/v1/environments/:id       204
 *
 * A kubeconfig goes in and never comes out again.
 */
import { z } from 'zod';
import { EnvironmentConfiguration, Namespace, PlaceName } from './environment-configuration.ts';
import { ClusterId, EnvironmentId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';

export const ClusterProvider = z.enum(['eks', 'gke', 'aks', 'openshift', 'other']);
export type ClusterProvider = z.infer<typeof ClusterProvider>;

/** `ready`: the last check found all that tests need to run. `unreachable`: it did not, or nobody has checked yet. */
export const PlaceStatus = z.enum(['ready', 'unreachable', 'disabled']);
export type PlaceStatus = z.infer<typeof PlaceStatus>;

/** What people set; `enabled` is ready or not by its check. */
const PlaceState = z.enum(['enabled', 'disabled']);

const MOST_KUBECONFIG = 262_144;

export const ClusterAccessRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('kubeconfig'),
    kubeconfig: z
      .string()
      .min(1)
      .max(MOST_KUBECONFIG)
      .describe(
        'as kubectl reads it, with all data in it: no exec or auth-provider, no paths of files. Never comes out again.',
      ),
    context: z.string().min(1).max(253).optional().describe('left out: its current-context'),
  }),
  z
    .strictObject({ kind: z.literal('in-cluster') })
    .describe('the cluster that this server runs in, by its own service account'),
]);
export type ClusterAccessRequest = z.infer<typeof ClusterAccessRequest>;

const Region = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'such as eu-central-1');

const clusterFields = {
  name: PlaceName,
  provider: ClusterProvider,
  region: Region.nullable(),
  access: ClusterAccessRequest,
};

export const ClusterRequest = z.strictObject({
  ...clusterFields,
  provider: clusterFields.provider.default('other'),
  region: clusterFields.region.default(null),
});
export type ClusterRequest = z.infer<typeof ClusterRequest>;
export const ClusterChange = z
  .strictObject({ ...clusterFields, state: PlaceState.describe('disabled: nothing new runs there') })
  .partial();
export type ClusterChange = z.infer<typeof ClusterChange>;

export const ClusterPermission = z
  .object({
    verb: z.string(),
    group: z.string().describe('of the API; empty: the core one'),
    resource: z.string().describe('with its subresource: pods/log'),
    namespace: z.string().nullable().describe('null: in all of the cluster'),
    why: z.string().describe('what Gauntlet does with it'),
    outcome: z.enum(['granted', 'missing', 'unknown']).describe('unknown: the server may not ask'),
    add: z.string().nullable().describe('the RBAC rule that grants it; null where it is not missing'),
  })
  .meta({ id: 'ClusterPermission' });
export type ClusterPermission = z.infer<typeof ClusterPermission>;

const CheckOutcome = z
  .enum(['ready', 'partly', 'unreachable'])
  .describe('partly: tests run, and something is missing that is worth having');

export const ClusterCheck = z
  .object({
    checkedAt: Instant,
    outcome: CheckOutcome.describe(
      'of the cluster as a whole. partly: tests run, and something is missing that is worth having',
    ),
    reason: z.string().nullable().describe('what is missing or wrong, and what to do'),
    version: z.string().nullable().describe('of Kubernetes'),
    permissions: z.array(ClusterPermission).describe('in all of the cluster'),
    environments: z.array(
      z.object({
        environmentId: EnvironmentId,
        name: z.string(),
        namespace: z.string(),
        outcome: CheckOutcome,
        reason: z.string().nullable(),
        permissions: z.array(ClusterPermission),
      }),
    ),
    roles: z
      .string()
      .nullable()
      .describe('YAML: whole roles for wherever something is missing; null where nothing is'),
  })
  .meta({ id: 'ClusterCheck' });
export type ClusterCheck = z.infer<typeof ClusterCheck>;

export const ClusterView = z
  .object({
    clusterId: ClusterId,
    name: z.string(),
    provider: z.enum([...ClusterProvider.options, 'local']).describe("local: this server's own host"),
    region: z.string().nullable(),
    access: z.enum(['local', 'kubeconfig', 'in-cluster']),
    apiServer: z.string().nullable().describe('address of its API server, of a kubeconfig'),
    credential: z
      .enum(['token', 'client-certificate', 'password', 'service-account'])
      .nullable()
      .describe('of which kind; itself it never comes out'),
    status: PlaceStatus,
    statusReason: z.string().nullable().describe('what is missing or wrong, and what to do'),
    environments: z.number().int().describe('how many it has'),
    lastCheck: ClusterCheck.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Cluster' });
export type ClusterView = z.infer<typeof ClusterView>;
export const ClusterList = page(ClusterView).meta({ id: 'ClusterList' });
export const ClusterQuery = z.object({ name: PlaceName.optional().describe('exactly'), ...Paging });
export type ClusterQuery = z.infer<typeof ClusterQuery>;

export const EnvironmentRequest = z.strictObject({
  name: PlaceName,
  clusterId: ClusterId,
  namespace: Namespace.describe('in which its Jobs are made; it has to be there'),
  configuration: EnvironmentConfiguration.prefault({}),
});
export type EnvironmentRequest = z.infer<typeof EnvironmentRequest>;
export const EnvironmentChange = z
  .strictObject({
    name: PlaceName,
    namespace: Namespace,
    configuration: EnvironmentConfiguration.describe('all of it: what is left out is unset'),
    state: PlaceState.describe('disabled: nothing new runs there'),
  })
  .partial();
export type EnvironmentChange = z.infer<typeof EnvironmentChange>;

export const EnvironmentView = z
  .object({
    environmentId: EnvironmentId,
    name: z.string().describe('by which definitions name it'),
    cluster: z.object({ clusterId: ClusterId, name: z.string(), status: PlaceStatus }),
    runsOn: z.enum(['local', 'kubernetes']).describe("local: as processes of the server's own host"),
    namespace: z.string().nullable(),
    configuration: EnvironmentConfiguration,
    status: PlaceStatus,
    statusReason: z.string().nullable().describe('what is missing or wrong, and what to do'),
    checkedAt: Instant.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'ExecutionEnvironment' });
export type EnvironmentView = z.infer<typeof EnvironmentView>;
export const EnvironmentList = page(EnvironmentView).meta({ id: 'ExecutionEnvironmentList' });
export const EnvironmentQuery = z.object({
  name: PlaceName.optional().describe('exactly'),
  clusterId: ClusterId.optional().describe('only those of this cluster'),
  ...Paging,
});
export type EnvironmentQuery = z.infer<typeof EnvironmentQuery>;
