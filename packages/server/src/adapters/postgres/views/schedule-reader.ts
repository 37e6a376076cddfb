/** Schedules as the API lists them, the newest first. */
import type { ScheduleView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { ScheduleReader } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { decodeCursor, pageOf } from './cursor.ts';

const Key = z.tuple([z.uuid()]);

const TIMES = ['nextRunAt', 'lastRunAt', 'createdAt', 'updatedAt'] as const;
type Row = Omit<ScheduleView, (typeof TIMES)[number]> & {
  nextRunAt: Date | null;
  lastRunAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export function createPostgresScheduleReader(database: Database): ScheduleReader {
  return {
    list: async (workspace, query) => {
      const after = decodeCursor(Key, query.cursor);
      if (!after.ok) return after;
      const where = [
        inWorkspace('schedule', workspace),
        ...(query.status ? [sql`schedule.status = ${query.status}`] : []),
        ...(after.value ? [sql`schedule_id < ${after.value[0]}::uuid`] : []),
      ];
      const rows = await read(database, where, query.limit + 1);
      return ok(pageOf(rows, query, viewOf, (row) => [row.scheduleId]));
    },
    show: async (workspace, scheduleId) => {
      const where = [sql`schedule_id = ${scheduleId}`, inWorkspace('schedule', workspace)];
      return (await read(database, where, 1)).map(viewOf)[0] ?? null;
    },
  };
}

async function read(
  database: Database,
  where: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select schedule_id as "scheduleId", schedule.project_id as "projectId", definition_id as "definitionId", definition.name as "definitionName",
      cron, time_zone as "timeZone", missed, missed_limit as "missedLimit", overlap, schedule.status, paused_reason as "pausedReason",
      next_run_at as "nextRunAt", last_run_at as "lastRunAt", last_outcome as "lastOutcome", last_message as "lastMessage",
      last_execution_id as "lastExecutionId", maker.username as "createdBy", schedule.created_at as "createdAt", schedule.updated_at as "updatedAt"
    from schedules schedule join test_definitions definition on definition.id = definition_id
      join users maker on maker.user_id = schedule.created_by
    where ${sql.join(where, sql` and `)} order by schedule_id desc limit ${limit}`.execute(database);
  return rows;
}

const viewOf = (row: Row): ScheduleView => ({
  ...row,
  nextRunAt: row.nextRunAt?.toISOString() ?? null,
  lastRunAt: row.lastRunAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
