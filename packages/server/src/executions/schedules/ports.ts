import type {
  DefinitionId,
  ExecutionId,
  ProjectId,
  ScheduleId,
  ScheduleQuery,
  ScheduleView,
  TeamId,
  UserId,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Actor, Workspace } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { PageResult } from '../read/ports.ts';

export type CronRule = { cron: string; timeZone: string };

/** Of rules that were checked; times are in order. */
export type CronTimes = {
  check(rule: CronRule): Result<null, { field: 'cron' | 'timeZone'; message: string }>;
  /** The next ones after the moment. */
  after(rule: CronRule, moment: Date, count: number): Date[];
  /** The last ones before it, the moment itself included. */
  upTo(rule: CronRule, moment: Date, count: number): Date[];
};

type ScheduleSettings = CronRule & Pick<ScheduleView, 'missed' | 'missedLimit' | 'overlap'>;

type NewSchedule = ScheduleSettings & {
  scheduleId: ScheduleId;
  teamId: TeamId;
  projectId: ProjectId | null;
  definitionId: DefinitionId;
  createdBy: UserId;
  createdAt: Date;
  nextRunAt: Date | null;
};

export type Schedule = NewSchedule & {
  definitionName: string;
  status: ScheduleView['status'];
  pendingRuns: Date[];
  lastExecutionId: ExecutionId | null;
};

export type Outcome = {
  runAt: Date;
  outcome: NonNullable<ScheduleView['lastOutcome']>;
  message: string | null;
};

export type ScheduleBook = {
  insert(tx: Tx, schedule: NewSchedule): Promise<void>;
  /** Locked until the transaction ends; null when it is not the workspace's. */
  lock(tx: Tx, workspace: Workspace, scheduleId: ScheduleId): Promise<Schedule | null>;
  change(
    tx: Tx,
    scheduleId: ScheduleId,
    settings: ScheduleSettings,
    next: Date | null,
    at: Date,
  ): Promise<void>;
  pause(tx: Tx, scheduleId: ScheduleId, reason: string | null, at: Date): Promise<void>;
  resume(tx: Tx, scheduleId: ScheduleId, next: Date | null, at: Date): Promise<void>;
  remove(tx: Tx, scheduleId: ScheduleId): Promise<void>;
  /** One that is due, has nothing pending, and is not in another's hands; locked. */
  lockDue(tx: Tx, now: Date): Promise<Schedule | null>;
  decide(
    tx: Tx,
    scheduleId: ScheduleId,
    decided: { pending: readonly Date[]; next: Date | null; skipped: Outcome | null },
  ): Promise<void>;
  listPending(limit: number): Promise<Schedule[]>;
  /** Only while this time is the first that is pending. @returns whether it was */
  settle(
    tx: Tx,
    scheduleId: ScheduleId,
    outcome: Outcome & { executionId: ExecutionId | null },
  ): Promise<boolean>;
  /** Whether its last execution has no verdict yet. */
  isRunning(tx: Tx, executionId: ExecutionId): Promise<boolean>;
};

export type ScheduleReader = {
  /** Newest first. */
  list(workspace: Workspace, query: ScheduleQuery): Promise<PageResult<ScheduleView>>;
  show(workspace: Workspace, scheduleId: ScheduleId): Promise<ScheduleView | null>;
};

/** Somebody as they stand now, with all that their roles allow; null when they are not active any more. */
export type FindMaker = (userId: UserId) => Promise<Actor | null>;
