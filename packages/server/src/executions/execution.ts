/** An execution as its use cases see it. One writer for each field; `status` only by moveExecution. */
import type {
  Counts,
  DefinitionId,
  EnvironmentId,
  ExecutionId,
  ExecutionStatus,
  FailureReason,
  GroupId,
  ProjectId,
  QuarantinedCounts,
  TeamId,
  TestDefinition,
  UserId,
  Verdict,
  WaitingFor,
} from '@gauntlet/contract';
import type { ScoredNode } from '@gauntlet/core/executions';

export type Execution = {
  executionId: ExecutionId;
  definitionId: DefinitionId;
  definitionVersion: number;
  definition: TestDefinition;
  /** Where it runs. */
  environmentId: EnvironmentId;
  /** Of what kind its environment is: its groups are processes of a server's host, or pods. */
  runsOn: 'local' | 'kubernetes';
  teamId: TeamId;
  /** That of its definition. Null: of the team as a whole. */
  projectId: ProjectId | null;
  submittedBy: UserId;
  status: ExecutionStatus;
  attempt: number;
  framework: string | null;
  parallelism: number;
  priority: number;
  cpuRequestMillis: number;
  memoryRequestBytes: number;
  endingReason: 'cancelled' | 'timeout' | 'failed' | null;
  failureReason: FailureReason | null;
  failureMessage: string | null;
  contentCommit: string | null;
  submittedAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  runDeadlineAt: Date | null;
  retryAt: Date | null;
  nodeName: string | null;
  /** Why there. Null: it was not scheduled yet. */
  placement: readonly ScoredNode[] | null;
  /** What the scheduler found missing, in words; in the queue of a cluster only. */
  waitingFor: string | null;
  rerunOf: ExecutionId | null;
  rerunOnly: 'all' | 'failed';
};

/** By a user or by the run limit: what was reported by then is kept, of units that were running as well. */
export const isBeingEnded = ({ endingReason }: Execution): boolean =>
  endingReason === 'cancelled' || endingReason === 'timeout';

/** Its units are not listed yet. */
export const isPreparing = ({ status }: Pick<Execution, 'status'>): boolean =>
  status === 'scheduled' || status === 'initializing';

export type NewExecution = Pick<
  Execution,
  | 'executionId'
  | 'definitionId'
  | 'definitionVersion'
  | 'definition'
  | 'environmentId'
  | 'runsOn'
  | 'teamId'
  | 'projectId'
  | 'submittedBy'
  | 'priority'
  | 'parallelism'
  | 'cpuRequestMillis'
  | 'memoryRequestBytes'
  | 'submittedAt'
  | 'rerunOf'
  | 'rerunOnly'
> & {
  /** `request` is the canonical text of what the key came with, `projectId` the workspace it came in. */
  idempotency: { key: string; request: string; projectId: ProjectId | null } | null;
  queueDeadlineAt: Date;
};

/** What may be written beside a status; everything left out stays as it is. */
export type ExecutionPatch = Partial<{
  attempt: number;
  framework: string;
  parallelism: number;
  endingReason: 'cancelled' | 'timeout' | 'failed' | null;
  failureReason: FailureReason | null;
  failureMessage: string | null;
  exitCode: number | null;
  verdict: Verdict;
  counts: Counts;
  quarantined: QuarantinedCounts;
  contentCommit: string | null;
  setupChosen: string;
  countVerified: boolean;
  placement: readonly ScoredNode[];
  nodeName: string | null;
  podName: string | null;
  waitingFor: string | null;
  queuedAt: Date;
  startedAt: Date;
  completedAt: Date;
  runDeadlineAt: Date;
  retryAt: Date | null;
  archivedAt: Date;
  cancelRequestedBy: UserId;
}>;

export type Group = {
  groupId: GroupId;
  executionId: ExecutionId;
  attempt: number;
  index: number;
  lead: boolean;
  status: 'starting' | 'running' | 'finished' | 'lost' | 'ended';
  /** In whose cluster it is a pod; null: it is a process of the server's host that `nodeName` names. */
  environmentId: EnvironmentId | null;
  /** Of a pod: where it was seen; empty before. */
  nodeName: string;
  podName: string;
  /** Null: none is known to have been made. */
  jobName: string | null;
  waiting: { for: WaitingFor; message: string; since: string } | null;
  /** Of a lost pod: by whose fault, where its cluster says so. */
  lostBy: 'infrastructure' | 'interruption' | null;
  host: string | null;
  pid: number | null;
  processStartedAt: string | null;
  nextSequence: number;
  nextClaim: number;
  lastHeartbeatAt: Date | null;
  launchClaimedAt: Date | null;
};

export const NO_COUNTS: Counts = { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };

export const podNameOf = (executionId: string, index: number) => `test-exec-${executionId}-group-${index}`;
