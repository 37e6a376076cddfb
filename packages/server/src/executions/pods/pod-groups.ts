/** What executions keep of groups that are pods, beside what they keep of all groups. */
import type { EnvironmentId, ExecutionId, GroupId } from '@gauntlet/contract';
import type { Reservation } from '@gauntlet/core/executions';
import type { Tx } from '../../kernel/tx.ts';
import type { ClaimedLaunch } from '../execute/ports.ts';
import type { Group } from '../execution.ts';
import type { PodWarning } from './standing.ts';

/** A claim that was not heard of for so long is another server's to take: it died, or is as good as dead. */
export type PodLaunchClaim = {
  environmentId: EnvironmentId;
  place: string;
  leaseSeconds: number;
  tokenHashes: readonly Uint8Array[];
};

export type Reserved = Reservation & { executionId: ExecutionId };

export type PodGroupStore = {
  /**
   * Those that are in clusters and open for new executions, or have some that are not put away yet: what runs goes on
   * where an admin has closed it, and nothing else is asked there.
   */
  listEnvironments(): Promise<EnvironmentId[]>;
  /** Until the end of the transaction nobody else schedules to the cluster that the environment is in. */
  lockCluster(tx: Tx, environmentId: EnvironmentId): Promise<void>;
  /**
   * What active executions will still take and the environment's room does not know of: in the whole cluster, as
   * environments share it. By the tests' own size.
   */
  listReserved(tx: Tx, environmentId: EnvironmentId): Promise<Reserved[]>;
  /**
   * Groups that wait for a pod, at most as many as there are tokens, the most urgent first: each is given its own. A token of an earlier
   * claim stays good, as its Job may have been made.
   */
  claimForLaunch(claim: PodLaunchClaim, now: Date): Promise<ClaimedLaunch[]>;
  /** Lets the launch be claimed again, but not before. */
  putOffLaunch(tx: Tx, groupId: GroupId, until: Date): Promise<void>;
  /** Lets what this place had claimed, and nothing is known to have come of, be claimed at once. */
  releaseClaimsOf(place: string): Promise<void>;
  /** False: it was known already. */
  noteJob(tx: Tx, groupId: GroupId, jobName: string): Promise<boolean>;
  notePlace(tx: Tx, groupId: GroupId, seen: { podName: string; nodeName: string | null }): Promise<void>;
  noteWaiting(tx: Tx, groupId: GroupId, waiting: Group['waiting']): Promise<void>;
  /** False: it was told before. */
  noteWarning(tx: Tx, groupId: GroupId, about: PodWarning['about']): Promise<boolean>;
  /** One server at a time sees to a pod's end. False: another does. */
  claimBurial(groupId: GroupId, now: Date, leaseSeconds: number): Promise<boolean>;
  /** On which pods of the execution were lost by a fault of the cluster. */
  listLostNodes(executionId: ExecutionId): Promise<string[]>;
  listAlive(environmentId: EnvironmentId): Promise<Group[]>;
  /** Of these groups those that are known, and how they stand. */
  statusesOf(groupIds: readonly GroupId[]): Promise<Map<GroupId, Group['status']>>;
};
