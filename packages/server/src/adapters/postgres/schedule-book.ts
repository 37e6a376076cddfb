/** Rows of schedules. What is due is locked and passed over by who comes second. */
import type { DefinitionId, ExecutionId, ProjectId, ScheduleId, TeamId, UserId } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Schedule, ScheduleBook } from '../../executions/index.ts';
import { type Database, txOf } from './database.ts';
import { inWorkspace } from './workspace.ts';

type Row = {
  schedule_id: ScheduleId;
  team_id: TeamId;
  project_id: ProjectId | null;
  definition_id: DefinitionId;
  definition_name: string;
  cron: string;
  time_zone: string;
  missed: Schedule['missed'];
  missed_limit: number;
  overlap: Schedule['overlap'];
  status: Schedule['status'];
  next_run_at: Date | null;
  pending_runs: Date[];
  last_execution_id: ExecutionId | null;
  created_by: UserId;
  created_at: Date;
};

export function createPostgresScheduleBook(database: Database): ScheduleBook {
  return {
    insert: async (tx, schedule) => {
      await txOf(tx)
        .insertInto('schedules')
        .values({
          schedule_id: schedule.scheduleId,
          team_id: schedule.teamId,
          project_id: schedule.projectId,
          definition_id: schedule.definitionId,
          cron: schedule.cron,
          time_zone: schedule.timeZone,
          missed: schedule.missed,
          missed_limit: schedule.missedLimit,
          overlap: schedule.overlap,
          status: 'enabled',
          next_run_at: schedule.nextRunAt,
          created_by: schedule.createdBy,
          created_at: schedule.createdAt,
          updated_at: schedule.createdAt,
        })
        .execute();
    },
    lock: async (tx, workspace, scheduleId) => {
      const own = sql`schedule_id = ${scheduleId} and ${inWorkspace('schedule', workspace)}`;
      const { rows } = await select(sql`${own} for update of schedule`).execute(txOf(tx));
      return rows.map(scheduleOf)[0] ?? null;
    },
    change: async (tx, scheduleId, { cron, timeZone, missed, missedLimit, overlap }, next, at) => {
      await sql`
        update schedules set cron = ${cron}, time_zone = ${timeZone}, missed = ${missed}, missed_limit = ${missedLimit},
          overlap = ${overlap}, next_run_at = ${next}, updated_at = ${at}
        where schedule_id = ${scheduleId}`.execute(txOf(tx));
    },
    pause: async (tx, scheduleId, reason, at) => {
      await sql`
        update schedules set status = 'paused', paused_reason = ${reason}, next_run_at = null, pending_runs = '{}', updated_at = ${at}
        where schedule_id = ${scheduleId}`.execute(txOf(tx));
    },
    resume: async (tx, scheduleId, next, at) => {
      await sql`
        update schedules set status = 'enabled', paused_reason = null, next_run_at = ${next}, updated_at = ${at}
        where schedule_id = ${scheduleId}`.execute(txOf(tx));
    },
    remove: async (tx, scheduleId) => {
      await txOf(tx).deleteFrom('schedules').where('schedule_id', '=', scheduleId).execute();
    },
    ...dueSchedules(database),
  };
}

const dueSchedules = (
  database: Database,
): Pick<ScheduleBook, 'lockDue' | 'decide' | 'listPending' | 'settle' | 'isRunning'> => ({
  lockDue: async (tx, now) => {
    const due = sql`schedule.status = 'enabled' and next_run_at <= ${now} and pending_runs = '{}'`;
    const { rows } = await select(
      sql`${due} order by next_run_at limit 1 for update of schedule skip locked`,
    ).execute(txOf(tx));
    return rows.map(scheduleOf)[0] ?? null;
  },
  decide: async (tx, scheduleId, { pending, next, skipped }) => {
    const told = skipped
      ? sql`, last_run_at = ${skipped.runAt}, last_outcome = ${skipped.outcome}, last_message = ${skipped.message}`
      : sql``;
    await sql`
      update schedules set pending_runs = ${pending}::timestamptz[], next_run_at = ${next} ${told}
      where schedule_id = ${scheduleId}`.execute(txOf(tx));
  },
  listPending: async (limit) => {
    const { rows } = await select(sql`pending_runs <> '{}' order by schedule_id limit ${limit}`).execute(
      database,
    );
    return rows.map(scheduleOf);
  },
  settle: async (tx, scheduleId, { runAt, outcome, message, executionId }) => {
    const { rows } = await sql`
      update schedules set pending_runs = pending_runs[2:], last_run_at = ${runAt}, last_outcome = ${outcome},
        last_message = ${message}, last_execution_id = coalesce(${executionId}::uuid, last_execution_id)
      where schedule_id = ${scheduleId} and pending_runs[1] = ${runAt}::timestamptz returning schedule_id`.execute(
      txOf(tx),
    );
    return rows.length === 1;
  },
  isRunning: async (tx, executionId) => {
    const { rows } = await sql`
      select from test_executions where execution_id = ${executionId} and verdict is null`.execute(txOf(tx));
    return rows.length === 1;
  },
});

const select = (rest: RawBuilder<unknown>) => sql<Row>`
  select schedule.*, definition.name as definition_name
  from schedules schedule join test_definitions definition on definition.id = schedule.definition_id
  where ${rest}`;

const scheduleOf = (row: Row): Schedule => ({
  scheduleId: row.schedule_id,
  teamId: row.team_id,
  projectId: row.project_id,
  definitionId: row.definition_id,
  definitionName: row.definition_name,
  cron: row.cron,
  timeZone: row.time_zone,
  missed: row.missed,
  missedLimit: row.missed_limit,
  overlap: row.overlap,
  status: row.status,
  nextRunAt: row.next_run_at,
  pendingRuns: row.pending_runs,
  lastExecutionId: row.last_execution_id,
  createdBy: row.created_by,
  createdAt: row.created_at,
});
