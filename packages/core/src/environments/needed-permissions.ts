/**
 * What Gauntlet has to be allowed on a cluster to run tests there: in the namespace of each environment, and in
 * all of the cluster. The one list: the check asks for it, and the roles that are proposed are made of it.
 */
export type NeededPermission = {
  verb: string;
  /** Of the API; empty: the core one. */
  group: string;
  resource: string;
  subresource: string | null;
  /** What Gauntlet does with it. */
  why: string;
  /** How tests run where it is missing; null: not at all. */
  without: string | null;
};

type Needs = {
  group: string;
  resource: string;
  subresource?: string;
  verbs: Readonly<Record<string, string>>;
  without?: string;
};

const WITHOUT_EVENTS = 'why a pod does not start is not told';
const WITHOUT_LOGS = 'what a pod printed whose agent is dead is not kept';
const WITHOUT_ROOM =
  'what room is left is not known, so that pods are made at once and wait in the cluster for their nodes';

const IN_NAMESPACE: readonly Needs[] = [
  {
    group: 'batch',
    resource: 'jobs',
    verbs: {
      create: 'start the groups of an execution',
      get: 'find one that was made before a restart',
      list: 'know what runs, also after a restart',
      watch: 'learn that one has ended',
      delete: 'end and tidy up',
      patch: 'let it begin, and note why it is ended',
    },
  },
  {
    group: '',
    resource: 'pods',
    verbs: {
      list: 'see all groups at once',
      watch: 'learn of an eviction or a lost node',
      delete: 'end a pod that its Job has left behind',
    },
  },
  {
    group: '',
    resource: 'pods',
    subresource: 'log',
    verbs: { get: 'read the log of an agent that does not answer any more' },
    without: WITHOUT_LOGS,
  },
  {
    group: '',
    resource: 'events',
    verbs: { list: 'say why a pod does not start', watch: 'say so at once' },
    without: WITHOUT_EVENTS,
  },
  {
    group: '',
    resource: 'secrets',
    verbs: {
      create: 'hand secrets to the tests, not in the template of the pod',
      patch: 'put one right that was made before a restart',
    },
  },
];

const IN_CLUSTER: readonly Needs[] = [
  {
    group: '',
    resource: 'nodes',
    verbs: {
      list: 'see what room there is',
      watch: 'learn of nodes that come and go',
    },
    without: WITHOUT_ROOM,
  },
  {
    group: '',
    resource: 'pods',
    verbs: { list: 'count what other pods of each node have asked for' },
    without: WITHOUT_ROOM,
  },
];

const permissionsOf = (needs: readonly Needs[]): NeededPermission[] =>
  needs.flatMap(({ group, resource, subresource = null, verbs, without = null }) =>
    Object.entries(verbs).map(([verb, why]) => ({ verb, group, resource, subresource, why, without })),
  );

export const NAMESPACE_PERMISSIONS: readonly NeededPermission[] = permissionsOf(IN_NAMESPACE);
export const CLUSTER_PERMISSIONS: readonly NeededPermission[] = permissionsOf(IN_CLUSTER);

/** As RBAC names it: `pods/log`. */
export const resourceName = ({
  resource,
  subresource,
}: Pick<NeededPermission, 'resource' | 'subresource'>) =>
  subresource === null ? resource : `${resource}/${subresource}`;
