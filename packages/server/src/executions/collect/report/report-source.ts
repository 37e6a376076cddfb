/**
 * What a report is made of. Reports are pure string work over this; where the rows come from
 * (PostgreSQL, a folder of an earlier run) is the caller's affair.
 */
import type {
  ArtifactView,
  Counts,
  ExecutionView,
  FailureReason,
  GroupView,
  ResultView,
  UnitOutcome,
  Verdict,
} from '@gauntlet/contract';

export type ReportSource = {
  execution: ReportExecution;
  /** The groups of all attempts, by attempt and index. */
  groups: readonly ReportGroup[];
  /** The units of all attempts; of one unit (`key`) the attempt with the highest number counts. */
  units: () => AsyncIterable<ReportUnit>;
  /**
   * The last result of every test. May be called several times and gives the same rows in the same
   * order each time. The results of one unit come one after the other; otherwise in any order.
   */
  results: () => AsyncIterable<ResultForReport>;
  artifacts: readonly ReportArtifact[];
};

export type ReportExecution = Pick<
  ExecutionView,
  | 'name'
  | 'type'
  | 'framework'
  | 'failureReason'
  | 'failureMessage'
  | 'counts'
  | 'quarantined'
  | 'submittedAt'
  | 'startedAt'
  | 'completedAt'
  | 'durationMs'
  | 'commit'
  | 'setup'
  | 'countVerified'
  | 'tags'
  | 'parallelism'
  | 'submittedBy'
  | 'definitionVersion'
> & {
  id: string;
  verdict: Verdict;
  /** How many times the execution was tried: 1 without a retry. */
  attempts: number;
  /** The version of Gauntlet that wrote the report. */
  gauntletVersion: string;
};

export type ReportGroup = Pick<
  GroupView,
  | 'index'
  | 'attempt'
  | 'status'
  | 'nodeName'
  | 'podName'
  | 'unitsReported'
  | 'startedAt'
  | 'finishedAt'
  | 'lostReason'
> & { counts: Counts | null };

export type ReportUnit = {
  unitId: string;
  /** The same in every attempt. */
  key: string;
  title: string;
  file: string | null;
  attempt: number;
  groupIndex: number | null;
  /** `null`: never reported. */
  outcome: UnitOutcome | null;
  reason: FailureReason | null;
  message: string | null;
  /** ISO 8601 in UTC. */
  startedAt: string | null;
  /** Wall time as the agent saw it. */
  durationMs: number | null;
};

export type ResultForReport = Pick<
  ResultView,
  | 'name'
  | 'suite'
  | 'file'
  | 'line'
  | 'project'
  | 'status'
  | 'flaky'
  | 'retries'
  | 'attempt'
  | 'durationMs'
  | 'executedAt'
  | 'message'
  | 'stack'
  | 'codeFrame'
  | 'output'
  | 'tags'
  | 'assertions'
> & {
  resultId: string;
  unitId: string | null;
  groupIndex: number | null;
  /** Its test was in quarantine when the verdict was given: a failure is not counted. */
  quarantine: { reason: string; expiresAt: string } | null;
  /** How the same test failed before, oldest first, where that is known. */
  earlierFailures: readonly EarlierFailure[];
};

type EarlierFailure = {
  attempt: number;
  message: string | null;
  stack: string | null;
};

export type ReportArtifact = Pick<ArtifactView, 'type' | 'name' | 'sizeBytes' | 'contentType'> & {
  artifactId: string;
  /** The result it belongs to; `null`: the group's or the execution's. */
  resultId: string | null;
  /** http(s), or relative to where the report lies. */
  link: string;
  /** The bytes, where they may be put into the report itself. A failing read leaves a link. */
  read?: () => Promise<Uint8Array>;
};
