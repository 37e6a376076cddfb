/** What executions need of clusters, where a group is a pod. */
import type { EnvironmentId, ExecutionId, GroupId } from '@gauntlet/contract';
import type { NodeResources, ScoredNode } from '@gauntlet/core/executions';
import type { Result } from '@gauntlet/core/kernel';
import type { Group } from '../execution.ts';
import type { PodEnd, PodStanding } from './standing.ts';

export type SpotChoice = 'prefer' | 'allow' | 'refuse';

export type PodOrder = {
  environmentId: EnvironmentId;
  executionId: ExecutionId;
  groupId: GroupId;
  index: number;
  /** From 1. */
  attempt: number;
  definitionName: string;
  /** How many groups the attempt begins with. */
  parallelism: number;
  image: string | null;
  cpuMillis: number;
  memoryBytes: number;
  /** That of the definition, where it has one. */
  spot: SpotChoice | null;
  runSeconds: number;
  /** The agent's, for its own group only. */
  token: string;
  /** Of the tests' environment: variable to value. */
  secrets: Readonly<Record<string, string>>;
  /** Why there: the best of them are preferred. */
  placement: readonly ScoredNode[];
};

/** `unavailable`: the API server cannot be asked now. `closed`: its access is not to be had or not taken. */
export type ClusterTrouble = { code: 'unavailable' | 'closed'; message: string };

/**
 * - `made`: there is one Job for this group, made now or by an earlier order of the same group.
 * - `later`: not yet (a quota is full, the API server is busy); the same order may be given again.
 * - `refused`: the same order would be refused again.
 */
export type LaunchOutcome =
  | { outcome: 'made'; jobName: string }
  | { outcome: 'later'; standing: Extract<PodStanding, { phase: 'waiting' }> }
  | { outcome: 'refused'; end: PodEnd };

export type PodSize = { cpuMillis: number; memoryBytes: number };

export type ClusterRoom = {
  /** As seen by such a pod, with all counted in that was launched in the cluster; see `request` for its size. */
  nodes: readonly NodeResources[];
  /** Of this installation, in whatever environment of the cluster, those that are to come with them. */
  ownPods: number;
  /** What the cluster reserves for one pod of this size. */
  request: PodSize & { diskBytes?: number; spot: SpotChoice };
  /** Whether pods that find no room make it add nodes. */
  autoscale: boolean;
};

export type SeenPod = {
  groupId: GroupId;
  executionId: ExecutionId;
  index: number;
  attempt: number;
  jobName: string;
  podName: string | null;
  nodeName: string | null;
  /** When its Job was made. */
  createdAt: Date;
  standing: PodStanding;
};

export type PodRef = { environmentId: EnvironmentId; executionId: ExecutionId; groupId: GroupId };

export const refOf = ({ environmentId, executionId, groupId }: Group): PodRef => {
  if (environmentId === null) throw new Error(`the group ${groupId} is a process, not a pod`);
  return { environmentId, executionId, groupId };
};

/** Pods of clusters. What it knows it knows from lists and watches, and knows again after a restart. */
export type PodExecutor = {
  /** Of an environment that runs in a cluster. */
  room(
    environmentId: EnvironmentId,
    pod: PodSize & { image: string | null; spot: SpotChoice | null },
  ): Promise<Result<ClusterRoom, ClusterTrouble>>;
  launch(order: PodOrder): Promise<LaunchOutcome>;
  /**
   * All that is there of this installation in the environment, as last seen, whoever made it. Refused until it has
   * been listed once, and while the cluster cannot be watched.
   */
  look(environmentId: EnvironmentId): Promise<Result<readonly SeenPod[], ClusterTrouble>>;
  /** Of one group, asked of the cluster itself, whatever a watch has shown. */
  lookFor(pod: PodRef): Promise<Result<'there' | 'gone', ClusterTrouble>>;
  /**
   * Why is noted in the cluster before anything is deleted. Nothing is left to delete: `gone`. Pods get their
   * grace; `at-once` gives none.
   */
  end(
    pod: PodRef,
    why: PodEnd,
    grace: 'usual' | 'at-once',
  ): Promise<Result<'ending' | 'gone', ClusterTrouble>>;
  /** What the tests' container printed, from the cluster: for a pod whose agent is dead. Empty: there is none. */
  readLog(pod: PodRef, most: { bytes: number }): Promise<Result<Uint8Array, ClusterTrouble>>;
  /** Told when something has changed in an environment, so that nobody waits for the next look. */
  onChange(listener: (environmentId: EnvironmentId) => void): void;
  /** Nobody runs anything there any more: nothing of it is watched until it is asked about again. */
  leave(environmentId: EnvironmentId): Promise<void>;
  close(): Promise<void>;
};
