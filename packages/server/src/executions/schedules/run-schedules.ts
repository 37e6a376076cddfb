/**
 * Runs what is due, in two steps that each may be done again: a row is locked, and what is to be run is written
 * down with the next time; then each time written down is submitted under an idempotency key of its own and
 * crossed out. Whoever dies between any two lines leaves a time that is not written down yet, or one that is
 * submitted again under the same key and finds the execution there is.
 */
import type { SubmitStored } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import {
  type AuditDeps,
  type EnterProjectDeps,
  enterProject,
  NOBODY,
  recordActIn,
} from '../../identity/index.ts';
import type { Log } from '../../kernel/log.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type SubmitDeps, type SubmitRefusal, submitTest } from '../submit/submit-test.ts';
import { decideRuns } from './decide-runs.ts';
import type { CronTimes, FindMaker, Schedule, ScheduleBook } from './ports.ts';

export type RunSchedulesDeps = Omit<SubmitDeps, 'projects'> & {
  projects: SubmitDeps['projects'] & EnterProjectDeps['projects'];
  log: Log;
  schedules: ScheduleBook;
  cronTimes: CronTimes;
  findMaker: FindMaker;
};

const BATCH = 50;
/** Nothing that comes by itself: the schedule waits for somebody. */
const FOR_GOOD: ReadonlySet<SubmitRefusal['code']> = new Set(['not-found', 'not-allowed']);

/** @returns `more` while there is more to do at once */
export async function runSchedules(deps: RunSchedulesDeps): Promise<'more' | 'done'> {
  let decided = 0;
  while (decided < BATCH && (await decideNext(deps))) decided += 1;
  const pending = await deps.schedules.listPending(BATCH);
  for (const schedule of pending) await submitFirst(deps, schedule);
  return decided === BATCH || pending.length > 0 ? 'more' : 'done';
}

/** @returns whether one was due */
export function decideNext(deps: RunSchedulesDeps): Promise<boolean> {
  return deps.inTransaction(async (tx) => {
    const now = deps.clock.now();
    const schedule = await deps.schedules.lockDue(tx, now);
    if (!schedule) return false;
    const { lastExecutionId } = schedule;
    const running = lastExecutionId !== null && (await deps.schedules.isRunning(tx, lastExecutionId));
    const due = deps.cronTimes.upTo(schedule, now, schedule.missedLimit);
    const decided = decideRuns(schedule, due, running, now);
    const [next] = deps.cronTimes.after(schedule, now, 1);
    await deps.schedules.decide(tx, schedule.scheduleId, { ...decided, next: next ?? null });
    return true;
  });
}

/** The same at each attempt, and of no other run. */
const scheduleKey = ({ scheduleId }: Pick<Schedule, 'scheduleId'>, runAt: Date) =>
  `schedule/${scheduleId}/${runAt.toISOString()}`;

export async function submitFirst(deps: RunSchedulesDeps, schedule: Schedule): Promise<void> {
  const [runAt] = schedule.pendingRuns;
  if (runAt === undefined) return;
  const actor = await makerOf(deps, schedule);
  if (actor === null) return stop(deps, schedule, 'Who made it may not submit tests here any more.');
  const request: { kind: 'stored' } & SubmitStored = { kind: 'stored', definitionId: schedule.definitionId };
  const idempotencyKey = scheduleKey(schedule, runAt);
  const submitted = await submitTest(deps, { actor, request, idempotencyKey });
  if (!submitted.ok && FOR_GOOD.has(submitted.error.code))
    return stop(deps, schedule, submitted.error.message);
  const outcome = submitted.ok
    ? { outcome: 'submitted' as const, message: null, executionId: submitted.value.executionId }
    : { outcome: 'refused' as const, message: submitted.error.message, executionId: null };
  await deps.inTransaction((tx) => deps.schedules.settle(tx, schedule.scheduleId, { runAt, ...outcome }));
  const { scheduleId } = schedule;
  deps.log.info(
    { scheduleId, runAt, outcome: outcome.outcome, executionId: outcome.executionId },
    'by schedule',
  );
}

/** Rights are asked anew: an account that was closed, a role that was taken, a project that was left. */
async function makerOf(deps: RunSchedulesDeps, { createdBy, teamId, projectId }: Schedule) {
  const home = await deps.findMaker(createdBy);
  if (!home) return null;
  const entered = projectId === null ? home : ((await enterProject(deps, home, projectId))?.actor ?? null);
  return entered && entered.teamId === teamId && allows(entered.scopes, 'submit') ? entered : null;
}

async function stop(deps: RunSchedulesDeps, schedule: Schedule, reason: string): Promise<void> {
  await deps.inTransaction(async (tx) => {
    const place = { teamId: schedule.teamId, projectId: null };
    const now = await deps.schedules.lock(tx, place, schedule.scheduleId);
    if (now?.status !== 'enabled') return;
    await deps.schedules.pause(tx, schedule.scheduleId, reason, deps.clock.now());
    await recordPause(deps, tx, schedule, reason);
  });
}

const recordPause = (deps: AuditDeps, tx: Tx, schedule: Schedule, reason: string) =>
  recordActIn(
    deps,
    tx,
    {
      teamId: schedule.teamId,
      projectId: schedule.projectId,
      by: { ...NOBODY, via: 'server' },
      address: null,
      requestId: null,
    },
    {
      action: 'schedule.pause',
      target: { kind: 'schedule', id: schedule.scheduleId, name: schedule.definitionName },
      detail: { reason },
    },
  );
