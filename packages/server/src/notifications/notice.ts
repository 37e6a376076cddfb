/**
 * What there is to tell, as it was when it happened: kept with the delivery, so that a message that goes out
 * hours later says the same. How it looks is decided when it is sent.
 */
import type {
  Counts,
  DefinitionId,
  DefinitionNotification,
  ExecutionId,
  FailureReason,
  FailureSummary,
  NotificationEvent,
  ProjectId,
  QuotaResource,
  ResultId,
  TeamId,
  UserId,
  Verdict,
} from '@gauntlet/contract';

/** Whose it is: what the conditions of rules look at. */
export type RunFacts = {
  executionId: ExecutionId;
  definitionId: DefinitionId;
  name: string;
  teamId: TeamId;
  teamName: string;
  projectId: ProjectId | null;
  projectName: string | null;
  /** Of git content, else the tag `branch`. */
  branch: string | null;
  /** As it was fetched, else the tag `commit`. */
  commit: string | null;
  tags: Readonly<Record<string, string>>;
  submittedBy: { userId: UserId; username: string };
  /** What the definition itself asks for. */
  notifications: readonly DefinitionNotification[];
};

export type Outcome = {
  verdict: Verdict;
  reason: FailureReason | null;
  message: string | null;
  counts: Counts;
  durationMs: number;
};

/** An execution of the same definition that ended before. */
export type EarlierRun = { verdict: Verdict; branch: string | null; durationMs: number | null };

export type RunNotice = {
  about: 'execution';
  events: readonly NotificationEvent[];
  at: string;
  run: Omit<RunFacts, 'notifications'>;
  state: 'queued' | 'running' | 'ended';
  outcome: Outcome | null;
  /** The median of the last green runs; null: too few. */
  usualMs: number | null;
};

type QuotaNotice = {
  about: 'quota';
  events: readonly NotificationEvent[];
  at: string;
  team: { teamId: TeamId; name: string };
  resource: QuotaResource;
  /** `refused`: something was asked for that it had no room for. */
  what: 'used' | 'refused';
  percent: number;
  text: string;
};

type TestNotice = {
  about: 'test';
  events: readonly NotificationEvent[];
  at: string;
  team: { teamId: TeamId; name: string };
  channelName: string;
  by: string;
};

export type Notice = RunNotice | QuotaNotice | TestNotice;

/** A failed test, and where its result is. */
export type TestFailure = FailureSummary & { resultId: ResultId };
/** A file, or what else runs alone, that went wrong without a failed test: it did not load, or crashed. */
type UnitFailure = FailureSummary & { resultId: null; groupIndex: number | null };
export type RunFailure = TestFailure | UnitFailure;

/** What is looked up when it is sent: too much to keep with every delivery. */
export type NoticeDetails = {
  /** Of the server; no slash at the end. */
  serverUrl: string;
  /** The first of them; those of no test before the others. */
  failures: readonly RunFailure[];
  /** How many there are of no test: the counts do not know them. */
  failedUnits: number;
};

export const NO_DETAILS: Omit<NoticeDetails, 'serverUrl'> = { failures: [], failedUnits: 0 };
