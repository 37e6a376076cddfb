/** What running needs from the outside: groups, units, their results and logs, and who starts processes. */

import type {
  AgentPhase,
  ClaimedUnit,
  Counts,
  DefinitionId,
  ExecutionId,
  FailureReason,
  FailureSummary,
  GroupId,
  LogStream,
  PlannedUnit,
  ProjectId,
  ReportedResult,
  TeamId,
  UnitId,
  UnitOutcome,
} from '@gauntlet/contract';
import type { GroupFact, LossCount, UnitFact } from '@gauntlet/core/executions';
import type { Result } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';
import type { Group } from '../execution.ts';

export type GroupStore = {
  insert(tx: Tx, groups: readonly NewGroup[]): Promise<void>;
  find(groupId: GroupId): Promise<Group | null>;
  lock(tx: Tx, groupId: GroupId): Promise<Group | null>;
  /** Of an attempt the living group that lists its units. */
  findLead(executionId: ExecutionId, attempt: number): Promise<Group | null>;
  /** Instead of whichever other group of the attempt was. */
  makeLead(tx: Tx, group: Pick<Group, 'groupId' | 'executionId' | 'attempt'>): Promise<void>;
  listOf(tx: Tx, executionId: ExecutionId, attempt: number): Promise<Group[]>;
  /** Groups of this node that wait for a process, at most as many as there are tokens: each is given its own. */
  claimForLaunch(claim: LaunchClaim, now: Date): Promise<ClaimedLaunch[]>;
  /** Processes that the server of this place claimed, and that were never heard of: none was noted, no hello came. */
  listClaimedBy(place: string): Promise<Group[]>;
  /** Lets the launch be claimed again. False: the group was heard of meanwhile. */
  releaseLaunch(groupId: GroupId): Promise<boolean>;
  findByToken(tokenHash: Uint8Array): Promise<Group | null>;
  markLaunched(
    tx: Tx,
    groupId: GroupId,
    process: { host: string; pid: number; startedAt: string },
  ): Promise<void>;
  /** False: the group has ended meanwhile. */
  markRunning(tx: Tx, groupId: GroupId, process: { host: string; pid: number }, now: Date): Promise<boolean>;
  beat(groupId: GroupId, now: Date): Promise<void>;
  setPhase(tx: Tx, groupId: GroupId, phase: AgentPhase): Promise<void>;
  /** Sequence of the next report; false when another request was first. */
  advanceSequence(tx: Tx, groupId: GroupId, from: number, now: Date): Promise<boolean>;
  advanceClaim(tx: Tx, groupId: GroupId, to: number): Promise<void>;
  /** Adds units that were reported, each by its counts. */
  countUnits(tx: Tx, groupId: GroupId, counts: readonly Counts[]): Promise<void>;
  countArtifact(tx: Tx, groupId: GroupId): Promise<void>;
  end(tx: Tx, groupId: GroupId, end: GroupEnd, now: Date): Promise<boolean>;
  /** Starting or running groups that are processes: of this node, or of any when null. */
  listAlive(nodeName: string | null): Promise<Group[]>;
  countLost(tx: Tx, executionId: ExecutionId, attempt: number): Promise<LossCount>;
  facts(tx: Tx, executionId: ExecutionId, attempt: number): Promise<GroupFact[]>;
};

/** `place`: the host and data folder of the server that claims. */
export type LaunchClaim = { nodeName: string; place: string; tokenHashes: readonly Uint8Array[] };

/** `token` says which of the tokens given is the group's. */
export type ClaimedLaunch = { group: Group; token: number };

export type NewGroup = Pick<
  Group,
  'groupId' | 'executionId' | 'attempt' | 'index' | 'lead' | 'environmentId' | 'nodeName' | 'podName'
> & {
  cpuRequestMillis: number;
  memoryRequestBytes: number;
};

export type GroupEnd =
  | { status: 'finished'; manifest: object }
  | { status: 'lost'; why: string; by?: Group['lostBy'] }
  | { status: 'ended'; why: string };

export type UnitPool = {
  insert(
    tx: Tx,
    plan: { executionId: ExecutionId; attempt: number; units: readonly EstimatedUnit[] },
  ): Promise<void>;
  pending(
    tx: Tx,
    executionId: ExecutionId,
    attempt: number,
  ): Promise<{ units: number; estimatedMs: number | null }>;
  /** Gives pending units to a group, longest first, until `count` or `budgetMs` is reached; skips locked ones. */
  claim(tx: Tx, order: ClaimOrder): Promise<ClaimedUnit[]>;
  /** What an earlier claim of this number was given and has not reported yet. */
  claimedBefore(tx: Tx, groupId: GroupId, claimNumber: number): Promise<ClaimedUnit[]>;
  /** Of these units those that the group has claimed and not reported. The rest are not its to speak of. */
  heldBy(tx: Tx, groupId: GroupId, unitIds: readonly UnitId[]): Promise<Map<UnitId, HeldUnit>>;
  start(tx: Tx, unitIds: readonly UnitId[], now: Date): Promise<void>;
  finish(tx: Tx, ends: readonly UnitEnd[], now: Date): Promise<void>;
  giveBack(tx: Tx, unitIds: readonly UnitId[]): Promise<void>;
  /** All units the group holds go back to the pool. */
  giveBackAll(tx: Tx, groupId: GroupId): Promise<UnitId[]>;
  areAllReported(tx: Tx, executionId: ExecutionId, attempt: number): Promise<boolean>;
  /** The last attempt of each unit. */
  facts(tx: Tx, executionId: ExecutionId): Promise<StoredUnit[]>;
  history(tx: Tx, definitionId: DefinitionId, keys: readonly string[]): Promise<Map<string, number[]>>;
  /** How many units of the definition have a history: 0 where nothing is known of it. */
  countKnown(tx: Tx, definitionId: DefinitionId): Promise<number>;
  /** Adds the wall times of an execution's passed units to their history. */
  rememberTimings(tx: Tx, executionId: ExecutionId): Promise<void>;
};

export type EstimatedUnit = PlannedUnit & { unitId: UnitId; estimatedMs: number | null };
export type ClaimOrder = {
  executionId: ExecutionId;
  attempt: number;
  groupId: GroupId;
  claimNumber: number;
  count: number;
  budgetMs: number | null;
};
/** All that a verdict needs to know of a unit but what is in quarantine. */
export type StoredUnit = Omit<UnitFact, 'quarantinedFailures'> & { unitId: UnitId; key: string };
export type HeldUnit = { unitId: UnitId; title: string; file: string | null; state: 'claimed' | 'started' };
export type UnitEnd = {
  unitId: UnitId;
  outcome: UnitOutcome;
  reason: FailureReason | null;
  message: string | null;
  unexplained: string | null;
  counts: Counts;
  durationMs: number;
  exitCode: number | null;
};

export type ResultStore = {
  insert(
    tx: Tx,
    where: { executionId: ExecutionId; attempt: number; groupId: GroupId },
    rows: readonly { unitId: UnitId; result: ReportedResult }[],
    now: Date,
  ): Promise<void>;
  /** Forgets what an unfinished unit reported. */
  discard(tx: Tx, unitIds: readonly UnitId[]): Promise<void>;
  /** Without those that have no results. */
  countsOfUnits(tx: Tx, unitIds: readonly UnitId[]): Promise<Map<UnitId, Counts>>;
  /** At most `limit` of each. */
  failuresOfUnits(tx: Tx, unitIds: readonly UnitId[], limit: number): Promise<Map<UnitId, FailureSummary[]>>;
  /** Over the last attempt of each unit, those included that were interrupted when the execution was ended. */
  counts(tx: Tx, executionId: ExecutionId): Promise<Counts>;
  /**
   * Tests that failed in an earlier attempt and pass in the last; and units that pass in it though in an
   * earlier one they went wrong in another way (crashed, ran into a limit), one each.
   */
  countRecovered(tx: Tx, executionId: ExecutionId): Promise<number>;
};

export type LogStore = {
  /** @returns false when the offset leaves a gap; a repeated offset changes nothing. */
  append(
    groupId: GroupId,
    stream: LogStream,
    offset: number,
    content: Uint8Array,
  ): Promise<{ nextOffset: number; accepted: boolean }>;
  read(groupId: GroupId, stream: LogStream): AsyncIterable<Uint8Array>;
  /** What the groups of an execution have printed to, by attempt and index. */
  streamsOf(
    executionId: ExecutionId,
  ): Promise<{ groupId: GroupId; index: number; attempt: number; stream: LogStream }[]>;
  delete(tx: Tx, executionId: ExecutionId): Promise<void>;
};

/** Starts and ends the processes of groups. */
export type Executor = {
  launch(
    group: LaunchOrder,
  ): Promise<
    Result<{ host: string; pid: number; startedAt: string }, { code: 'executor-failed'; message: string }>
  >;
  /** Asks the agent to end its tree (TERM); it has its grace for that. */
  stop(group: Group): Promise<void>;
  /** Ends the agent and its tree at once and waits until none of it is left. */
  kill(group: Group): Promise<void>;
  isAlive(group: Group): Promise<boolean>;
  /** Whether this server's data folder holds the group: several servers may share a host. */
  owns(group: Group): Promise<boolean>;
  /** Removes what the execution left on this node. */
  cleanUp(executionId: ExecutionId): Promise<void>;
  /** Executions of which this node still holds something. */
  listKept(): Promise<ExecutionId[]>;
};
export type LaunchOrder = {
  /** What is cached of one team's or project's set-up is never handed to another's. */
  teamId: TeamId;
  projectId: ProjectId | null;
  executionId: ExecutionId;
  groupId: GroupId;
  index: number;
  token: string;
};
