/** What clusters and environments need from outside. */
import type {
  ClusterAccessRequest,
  ClusterCheck,
  ClusterId,
  ClusterProvider,
  ClusterQuery,
  ClusterView,
  EnvironmentConfiguration,
  EnvironmentId,
  EnvironmentQuery,
  EnvironmentRequest,
  EnvironmentView,
  PlaceStatus,
  Refusal,
} from '@gauntlet/contract';
import type { AccessQuestion, CheckedEnvironment, Inspection } from '@gauntlet/core/environments';
import type { Result } from '@gauntlet/core/kernel';
import type { SealRefusal } from '../kernel/seal.ts';
import type { Tx } from '../kernel/tx.ts';

export type Credential =
  | { kind: 'token'; token: string }
  /** In PEM. */
  | { kind: 'client-certificate'; certificate: string; key: string }
  | { kind: 'password'; username: string; password: string };

/** How a cluster is asked: the one context of a kubeconfig, all data in it. Sealed at rest. */
export type KubeconfigAccess = {
  kind: 'kubeconfig';
  server: string;
  /** In PEM; null: the authorities that this host trusts. */
  certificateAuthority: string | null;
  /** Name in the server's certificate, where that is not its host. */
  serverName: string | null;
  credential: Credential;
};
export type ClusterAccess = KubeconfigAccess | { kind: 'in-cluster' };

/** What may be shown of an access. */
export type AccessFacts = Pick<ClusterView, 'apiServer' | 'credential'>;

/** To a cluster's API server. */
export type ClusterConnector = {
  /** What is kept of what somebody sent; or why it is not taken. */
  admit(
    request: ClusterAccessRequest,
  ): Promise<Result<{ access: ClusterAccess; facts: AccessFacts }, Refusal<'invalid-request'>>>;
  /** Bounded in time and size, whatever answers; never throws for it. */
  inspect(access: ClusterAccess, questions: readonly AccessQuestion[]): Promise<Inspection>;
};

type PageOf<Item> = Result<{ items: Item[]; nextCursor: string | null }, Refusal<'invalid-request'>>;

export type ClusterBrief = {
  clusterId: ClusterId;
  name: string;
  access: ClusterView['access'];
  /** Null: this server's own host. */
  apiServer: string | null;
  status: PlaceStatus;
  updatedAt: Date;
  /** Names of its environments. */
  environments: readonly string[];
};

export type NewCluster = {
  clusterId: ClusterId;
  name: string;
  provider: ClusterProvider;
  region: string | null;
  access: ClusterAccess;
  facts: AccessFacts;
};

export type ClusterPatch = Partial<{
  name: string;
  provider: ClusterProvider;
  region: string | null;
  /** The last check is forgotten with it. */
  access: { access: ClusterAccess; facts: AccessFacts };
  status: { status: PlaceStatus; reason: string | null };
}>;

/** A cluster as it is to be checked. `access` null: this server's own host. */
export type OpenedCluster = {
  name: string;
  updatedAt: Date;
  access: Result<ClusterAccess, SealRefusal> | null;
  environments: readonly CheckedEnvironment[];
};

export type ClusterShelf = {
  list(query: ClusterQuery): Promise<PageOf<ClusterView>>;
  show(clusterId: ClusterId): Promise<ClusterView | null>;
  /** False: the name is taken. */
  insert(
    tx: Tx,
    cluster: NewCluster,
    status: { status: PlaceStatus; reason: string },
    now: Date,
  ): Promise<boolean>;
  /** Until the end of the transaction nothing of it changes, and no environment is added to it. */
  lock(tx: Tx, clusterId: ClusterId): Promise<ClusterBrief | null>;
  /** False: the name is taken. */
  change(tx: Tx, clusterId: ClusterId, patch: ClusterPatch, now: Date): Promise<boolean>;
  remove(tx: Tx, clusterId: ClusterId): Promise<void>;
  open(clusterId: ClusterId): Promise<OpenedCluster | null>;
  /** With the status of its environments; what is disabled stays so. */
  recordCheck(tx: Tx, clusterId: ClusterId, check: ClusterCheck): Promise<void>;
};

export type EnvironmentBrief = {
  environmentId: EnvironmentId;
  name: string;
  clusterId: ClusterId;
  runsOn: EnvironmentView['runsOn'];
  /** Null: this server's own host. */
  namespace: string | null;
  status: PlaceStatus;
};

export type EnvironmentPatch = Partial<{
  name: string;
  namespace: string;
  configuration: EnvironmentConfiguration;
  status: { status: PlaceStatus; reason: string | null };
}>;

/** Where an execution is to run. */
export type RunPlace = EnvironmentBrief & {
  clusterName: string;
  clusterStatus: PlaceStatus;
  /** For definitions that name none. */
  defaultImage: string | null;
};

export type EnvironmentShelf = {
  list(query: EnvironmentQuery): Promise<PageOf<EnvironmentView>>;
  show(environmentId: EnvironmentId): Promise<EnvironmentView | null>;
  insert(
    tx: Tx,
    environmentId: EnvironmentId,
    request: EnvironmentRequest,
    status: { status: PlaceStatus; reason: string },
    now: Date,
  ): Promise<boolean>;
  lock(tx: Tx, environmentId: EnvironmentId): Promise<EnvironmentBrief | null>;
  change(tx: Tx, environmentId: EnvironmentId, patch: EnvironmentPatch, now: Date): Promise<boolean>;
  remove(tx: Tx, environmentId: EnvironmentId): Promise<void>;
  /** How many executions ran or run in it, up to `most`. */
  countExecutions(tx: Tx, environmentId: EnvironmentId, most: number): Promise<number>;
  /**
   * How many groups are alive there, or have had a Job and are of executions that are not put away yet: something of
   * them may be left. Until the end of the transaction none is written down.
   */
  countGroups(tx: Tx, where: { environmentId: EnvironmentId } | { clusterId: ClusterId }): Promise<number>;
};

/** For who submits executions. */
export type EnvironmentDirectory = {
  /** By name; null: the server's own host, which is always there. */
  find(name: string | null): Promise<RunPlace | null>;
  /** The same, and it cannot be removed before the end of the transaction. */
  hold(tx: Tx, name: string | null): Promise<RunPlace | null>;
};

/** An environment of a cluster, with what it takes to run something there. */
export type OpenedEnvironment = {
  /** Another one as soon as anything of it, or of how its cluster is reached, has changed. */
  version: string;
  clusterId: ClusterId;
  name: string;
  provider: ClusterProvider;
  namespace: string;
  access: ClusterAccess;
  configuration: EnvironmentConfiguration;
};

/** Refused: there is no such environment, it is this server's own host, or its access cannot be opened. */
export type EnvironmentOpener = (
  environmentId: EnvironmentId,
) => Promise<Result<OpenedEnvironment, { code: 'closed'; message: string }>>;
