/** What is run by the clock. */
import { ScheduleList, SchedulePreview, ScheduleView, SubmitAnswer } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { ScheduleAddOptions, ScheduleListOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { exactMomentText, momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { findDefinition } from './find-definition.ts';
import { matchesId } from './find-execution.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST = 500;

const listPage = (connection: Connection, query: Partial<ScheduleListOptions>) =>
  askApi(connection.address, (api) => api.GET('/api/v1/schedules', { params: { query } }), ScheduleList);

export function scheduleListCommand(
  context: CommandContext,
  options: ScheduleListOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const page = await listPage(connection, options);
    if (!page.ok) return page;
    const { paint } = context.out;
    const moment = (at: string | null) =>
      at === null ? '' : momentText(at, Date.now(), momentStyle(context));
    const columns: Column<ScheduleView>[] = [
      {
        title: 'id',
        text: (row) => shortId(row.scheduleId),
        value: (row) => row.scheduleId,
        paint: paint.cyan,
      },
      { title: 'definition', text: (row) => row.definitionName, cut: 'end' },
      { title: 'cron', text: (row) => row.cron },
      { title: 'zone', text: (row) => row.timeZone, paint: paint.dim },
      {
        title: 'next',
        text: (row) => moment(row.nextRunAt) || row.status,
        value: (row) => row.nextRunAt ?? row.status,
      },
      {
        title: 'last',
        text: (row) => moment(row.lastRunAt),
        value: (row) => row.lastRunAt ?? '',
        paint: paint.dim,
      },
      { title: 'outcome', text: (row) => row.lastOutcome ?? '' },
    ];
    const empty = ['There are no schedules. Make one with: gauntlet schedule add DEFINITION CRON'];
    printPage(context, { ...page.value, columns, empty, next: 'gauntlet schedule' });
    return ok(undefined);
  });
}

async function findSchedule(connection: Connection, typed: string): Promise<Result<string, Refused>> {
  const wanted = typed.trim().toLowerCase();
  if (WHOLE.test(wanted)) return ok(wanted);
  const page = await listPage(connection, { limit: MOST });
  if (!page.ok) return page;
  const [first, second] = page.value.items.filter(({ scheduleId }) => matchesId(wanted, scheduleId));
  if (first !== undefined && second === undefined && wanted.length >= 4) return ok(first.scheduleId);
  const why =
    first === undefined ? `There is no schedule ${typed}.` : `${typed} may be one of several schedules.`;
  return refuse(usageRefused(why, '`gauntlet schedule` shows the schedules and their ids.'));
}

function print(context: CommandContext, schedule: ScheduleView): void {
  if (context.options.json) {
    context.out.json(schedule);
    return;
  }
  const style = momentStyle(context);
  const moment = (at: string | null) => at && exactMomentText(at, style);
  printFacts(context, [
    ['definition', schedule.definitionName],
    ['times', `${schedule.cron}, ${schedule.timeZone}`],
    ['status', schedule.status],
    ['because', schedule.pausedReason],
    ['next', moment(schedule.nextRunAt)],
    ['last', moment(schedule.lastRunAt)],
    ['outcome', schedule.lastOutcome],
    ['said', schedule.lastMessage],
    ['execution', schedule.lastExecutionId],
    ['missed', schedule.missed === 'run-all' ? `run-all, at most ${schedule.missedLimit}` : schedule.missed],
    ['overlap', schedule.overlap],
    ['by', schedule.createdBy],
    ['id', schedule.scheduleId],
  ]);
}

export function scheduleAddCommand(
  context: CommandContext,
  definition: string,
  cron: string,
  options: ScheduleAddOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const definitionId = await findDefinition(connection, definition);
    if (!definitionId.ok) return definitionId;
    const body = { definitionId: definitionId.value, cron, ...options };
    const made = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/schedules', { body }),
      ScheduleView,
    );
    if (!made.ok) return made;
    print(context, made.value);
    return ok(undefined);
  });
}

type Work = (connection: Connection, path: { id: string }) => Promise<Result<undefined, Refused>>;

const withSchedule = (context: CommandContext, typed: string, work: Work): Promise<ExitCode> =>
  withServer(context, async (connection) => {
    const id = await findSchedule(connection, typed);
    return id.ok ? work(connection, { id: id.value }) : id;
  });

export const scheduleShowCommand = (context: CommandContext, typed: string) =>
  withSchedule(context, typed, async ({ address }, path) => {
    const init = { params: { path } };
    const shown = await askApi(address, (api) => api.GET('/api/v1/schedules/{id}', init), ScheduleView);
    if (!shown.ok) return shown;
    print(context, shown.value);
    return ok(undefined);
  });

export function scheduleStepCommand(
  context: CommandContext,
  step: 'pause' | 'resume' | 'run' | 'remove',
  typed: string,
): Promise<ExitCode> {
  return withSchedule(context, typed, (connection, path) => {
    if (step === 'remove') return remove(context, connection, path);
    return step === 'run' ? runNow(context, connection, path) : setStatus(context, connection, path, step);
  });
}

async function remove(context: CommandContext, { address }: Connection, path: { id: string }) {
  const removed = await callApi(address, (api) => api.DELETE('/api/v1/schedules/{id}', { params: { path } }));
  if (!removed.ok) return removed;
  if (context.options.json) context.out.json({ scheduleId: path.id });
  else context.out.line('The schedule is removed; what it has run stays.');
  return ok(undefined);
}

async function runNow(context: CommandContext, { address }: Connection, path: { id: string }) {
  const init = { params: { path } };
  const submitted = await askApi(
    address,
    (api) => api.POST('/api/v1/schedules/{id}/run', init),
    SubmitAnswer,
  );
  if (!submitted.ok) return submitted;
  if (context.options.json) context.out.json(submitted.value);
  else context.out.line(submitted.value.executionId);
  return ok(undefined);
}

async function setStatus(
  context: CommandContext,
  { address }: Connection,
  path: { id: string },
  step: 'pause' | 'resume',
) {
  const init = { params: { path } };
  const changed = await askApi(
    address,
    (api) =>
      step === 'pause'
        ? api.POST('/api/v1/schedules/{id}/pause', init)
        : api.POST('/api/v1/schedules/{id}/resume', init),
    ScheduleView,
  );
  if (!changed.ok) return changed;
  print(context, changed.value);
  return ok(undefined);
}

export function schedulePreviewCommand(
  context: CommandContext,
  cron: string,
  { timeZone, count }: { timeZone?: string; count: number },
): Promise<ExitCode> {
  return withServer(context, async ({ address }) => {
    const init = { params: { query: { cron, timeZone, count } } };
    const preview = await askApi(
      address,
      (api) => api.GET('/api/v1/schedule-preview', init),
      SchedulePreview,
    );
    if (!preview.ok) return preview;
    if (context.options.json) context.out.json(preview.value);
    else
      for (const at of preview.value.times)
        context.out.line(printable(exactMomentText(at, momentStyle(context))));
    return ok(undefined);
  });
}
