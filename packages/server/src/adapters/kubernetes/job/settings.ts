/** What a group's Job is planned from. */
import type { RootFilesystem } from '@gauntlet/contract';
import type { ScoredNode } from '@gauntlet/core/executions';
import type { SpotChoice, Toleration } from '../nodes/tolerations.ts';
import type { GroupIdentity } from './labels.ts';

/** What the environment says of its pods: the part of its configuration that is about them. */
type PodConfiguration = {
  spot: SpotChoice;
  nodeSelector: Readonly<Record<string, string>>;
  tolerations: readonly Toleration[];
  imagePullSecrets: readonly string[];
  defaultImage?: string | undefined;
  serviceAccountName?: string | undefined;
};

export type JobSettings = {
  /** Which Gauntlet made it: several may share a namespace. */
  instance: string;
  namespace: string;
  environment: PodConfiguration;
  /** The image of server and agent. */
  agentImage: string;
  /** Where agents find the API, seen from within the cluster. */
  serverUrl: string;
  /** Where each agent shows its metrics; left out: nowhere. */
  metricsPort?: number | undefined;
  /** Certificates in PEM that agents trust besides the usual ones. */
  agentCa?: string | undefined;
  /** `of-the-cluster`: it gives each namespace its own (OpenShift), and refuses another. */
  user: { uid: number; gid: number } | 'of-the-cluster';
  /** Of the user's image. Home, working folder and /tmp can be written to in any case. */
  rootFilesystem: RootFilesystem;
};

export type GroupOrder = GroupIdentity & {
  definitionName: string;
  /** How many groups the execution begins with. */
  parallelism: number;
  image?: string | undefined;
  cpuMillis: number;
  memoryBytes: number;
  runSeconds: number;
  token: string;
  /** Of the tests' environment: variable to value. */
  secrets: Readonly<Record<string, string>>;
  /** Why there: the best of them are preferred. */
  placement: readonly ScoredNode[];
};

export type ContainerSize = { cpuMillis: number; memoryBytes: number; diskBytes: number };

const MI = 2 ** 20;
const GI = 2 ** 30;

/**
 * The agent waits most of the time; its memory is for reports, which are read as streams. Files that are kept lie on
 * its disk, up to 5 GiB of a group, until they are stored.
 */
export const AGENT_REQUEST: ContainerSize = { cpuMillis: 50, memoryBytes: 96 * MI, diskBytes: 64 * MI };
export const AGENT_LIMIT: ContainerSize = { cpuMillis: 1000, memoryBytes: 384 * MI, diskBytes: 7 * GI };

/** So much memory may always be used: test runners need it, and definitions that say nothing ask for 128 MiB. */
export const TESTS_MEMORY_LIMIT_BYTES = 512 * MI;

/** What is asked for beforehand is less than what may be used, or few pods would fit on a node's disk. */
export const TESTS_DISK_REQUEST_BYTES = GI;
export const VOLUME_BYTES = { work: 8 * GI, channel: GI, tmp: 2 * GI, 'agent-tmp': 6 * GI } as const;
/** All volumes, and what the container writes besides: its log. */
export const TESTS_DISK_LIMIT_BYTES = 12 * GI;

/** What the scheduler reserves for one group: both containers, as the agent is a native sidecar. */
export const podRequestOf = ({ cpuMillis, memoryBytes }: { cpuMillis: number; memoryBytes: number }) => ({
  cpuMillis: cpuMillis + AGENT_REQUEST.cpuMillis,
  memoryBytes: memoryBytes + AGENT_REQUEST.memoryBytes,
  diskBytes: TESTS_DISK_REQUEST_BYTES + AGENT_REQUEST.diskBytes,
});
