/** What people do with schedules: make, change, pause, resume, remove, run at once. */
import type { Refusal, ScheduleChange, ScheduleId, ScheduleRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { DefinitionStore } from '../ports.ts';
import type { CronRule, CronTimes, Schedule, ScheduleBook } from './ports.ts';

export type ScheduleDefinitionDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  definitions: Pick<DefinitionStore, 'find'>;
  schedules: ScheduleBook;
  cronTimes: CronTimes;
};

export type ScheduleRefusal = Refusal<'not-found' | 'invalid-request'>;

export async function createSchedule(
  deps: ScheduleDefinitionDeps,
  actor: Actor,
  request: ScheduleRequest,
): Promise<Result<ScheduleId, ScheduleRefusal>> {
  const { definitionId, ...settings } = request;
  const stored = await deps.definitions.find(actor, definitionId);
  if (!stored)
    return refuse({ code: 'not-found', message: `There is no test definition ${definitionId} here.` });
  const next = nextOf(deps, settings);
  if (!next.ok) return next;
  const scheduleId = deps.ids.next<ScheduleId>();
  const { teamId, userId: createdBy } = actor;
  const place = { teamId, projectId: stored.projectId, definitionId, createdBy };
  await deps.inTransaction(async (tx) => {
    const made = { scheduleId, ...place, ...settings, createdAt: deps.clock.now(), nextRunAt: next.value };
    await deps.schedules.insert(tx, made);
    await recordAct(deps, tx, actor, {
      action: 'schedule.create',
      target: targetOf({ scheduleId, definitionName: stored.body.name }),
      detail: { ...settings },
    });
  });
  return ok(scheduleId);
}

export function changeSchedule(
  deps: ScheduleDefinitionDeps,
  actor: Actor,
  scheduleId: ScheduleId,
  change: ScheduleChange,
): Promise<Result<null, ScheduleRefusal>> {
  return withSchedule(deps, actor, scheduleId, async (tx, schedule) => {
    const { cron, timeZone, missed, missedLimit, overlap } = { ...schedule, ...defined(change) };
    const settings = { cron, timeZone, missed, missedLimit, overlap };
    const next = nextOf(deps, settings);
    if (!next.ok) return next;
    const sameTimes = cron === schedule.cron && timeZone === schedule.timeZone;
    const kept = sameTimes || schedule.status === 'paused' ? schedule.nextRunAt : next.value;
    await deps.schedules.change(tx, scheduleId, settings, kept, deps.clock.now());
    await recordAct(deps, tx, actor, {
      action: 'schedule.change',
      target: targetOf(schedule),
      detail: { after: defined(change) },
    });
    return ok(null);
  });
}

/** Again is as good as once. A time that is being submitted already is run. */
export function setScheduleStatus(
  deps: ScheduleDefinitionDeps,
  actor: Actor,
  scheduleId: ScheduleId,
  status: Schedule['status'],
): Promise<Result<null, ScheduleRefusal>> {
  return withSchedule(deps, actor, scheduleId, async (tx, schedule) => {
    if (schedule.status === status) return ok(null);
    const now = deps.clock.now();
    if (status === 'paused') {
      await deps.schedules.pause(tx, scheduleId, null, now);
      await recordAct(deps, tx, actor, { action: 'schedule.pause', target: targetOf(schedule) });
      return ok(null);
    }
    // What passed while it was paused was not meant to be run.
    const next = nextOf(deps, schedule);
    if (!next.ok) return next;
    await deps.schedules.resume(tx, scheduleId, next.value, now);
    await recordAct(deps, tx, actor, { action: 'schedule.resume', target: targetOf(schedule) });
    return ok(null);
  });
}

export function removeSchedule(
  deps: ScheduleDefinitionDeps,
  actor: Actor,
  scheduleId: ScheduleId,
): Promise<Result<null, ScheduleRefusal>> {
  return withSchedule(deps, actor, scheduleId, async (tx, schedule) => {
    await deps.schedules.remove(tx, scheduleId);
    await recordAct(deps, tx, actor, { action: 'schedule.remove', target: targetOf(schedule) });
    return ok(null);
  });
}

export function previewSchedule(
  { cronTimes, clock }: Pick<ScheduleDefinitionDeps, 'cronTimes' | 'clock'>,
  rule: CronRule,
  count: number,
): Result<Date[], ScheduleRefusal> {
  const checked = cronTimes.check(rule);
  return checked.ok ? ok(cronTimes.after(rule, clock.now(), count)) : refuse(invalid(checked.error));
}

function nextOf(deps: ScheduleDefinitionDeps, rule: CronRule): Result<Date, ScheduleRefusal> {
  const times = previewSchedule(deps, rule, 1);
  if (!times.ok) return times;
  const [next] = times.value;
  if (next) return ok(next);
  return refuse(invalid({ field: 'cron', message: `"${rule.cron}" never comes to pass.` }));
}

const invalid = ({ field, message }: { field: string; message: string }): ScheduleRefusal => ({
  code: 'invalid-request',
  message,
  faults: [{ path: field, message }],
});

const defined = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: Exclude<Fields[Name], undefined>;
  };

const targetOf = ({ scheduleId, definitionName }: Pick<Schedule, 'scheduleId' | 'definitionName'>) => ({
  kind: 'schedule',
  id: scheduleId,
  name: definitionName,
});

type Work = (tx: Tx, schedule: Schedule) => Promise<Result<null, ScheduleRefusal>>;

function withSchedule(
  { inTransaction, schedules }: ScheduleDefinitionDeps,
  actor: Actor,
  scheduleId: ScheduleId,
  work: Work,
): Promise<Result<null, ScheduleRefusal>> {
  return inTransaction(async (tx): Promise<Result<null, ScheduleRefusal>> => {
    const schedule = await schedules.lock(tx, actor, scheduleId);
    if (schedule) return work(tx, schedule);
    return refuse({
      code: 'not-found',
      message: `There is no schedule ${scheduleId} in your team or project.`,
    });
  });
}
