/** What fails, grouped by cause: the list, and one of them in full. */
import {
  CauseCommentList,
  FailureCauseList,
  type FailureCauseSummary,
  FailureCauseView,
  FailureOccurrenceList,
} from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { FailureListOptions } from '../program/option-types.ts';
import type { Refused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable, printableLines } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { causeStatusText, paintCauseStatus } from './cause-text.ts';
import { findCause } from './find-cause.ts';
import { findDefinition } from './find-definition.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

const SHOWN = 10;

function columnsFor(context: CommandContext): Column<FailureCauseSummary>[] {
  const { paint } = context.out;
  const style = momentStyle(context);
  const moment = (at: string) => momentText(at, Date.now(), style);
  return [
    { title: 'id', text: (row) => shortId(row.causeId), value: (row) => row.causeId, paint: paint.cyan },
    { title: 'times', align: 'right', text: (row) => String(row.occurrences) },
    {
      title: 'status',
      text: (row) => (row.status === 'open' && row.regressedAt !== null ? 'open again' : row.status),
      value: (row) => row.status,
      paint: (text, row) => paintCauseStatus(text, row, paint),
    },
    { title: 'cause', text: (row) => row.title, cut: 'end' },
    { title: 'owner', text: (row) => row.owner?.username ?? '', paint: paint.dim },
    {
      title: 'last seen',
      text: (row) => moment(row.lastSeenAt),
      value: (row) => row.lastSeenAt,
      paint: paint.dim,
    },
    {
      title: 'first seen',
      text: (row) => moment(row.firstSeenAt),
      value: (row) => row.firstSeenAt,
      paint: paint.dim,
    },
  ];
}

export function failureListCommand(context: CommandContext, options: FailureListOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const { status, definition, ...rest } = options;
    const definitionId =
      definition === undefined ? ok(undefined) : await findDefinition(connection, definition);
    if (!definitionId.ok) return definitionId;
    const query = { ...rest, status: status?.join(), definitionId: definitionId.value };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/failure-causes', { params: { query } }),
      FailureCauseList,
    );
    if (!page.ok) return page;
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty: ['Nothing failed that is like that.'],
      next: 'gauntlet failures',
    });
    return ok(undefined);
  });
}

export function failureShowCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const id = await findCause(connection, typed);
    if (!id.ok) return id;
    const found = await fetchAll(connection, id.value);
    if (!found.ok) return found;
    const { cause, comments, occurrences } = found.value;
    if (context.options.json)
      context.out.json({ ...cause, comments, occurrences: cause.occurrences, seen: occurrences });
    else printCause(context, found.value);
    return ok(undefined);
  });
}

type Shown = {
  cause: FailureCauseView;
  comments: ReturnType<typeof CauseCommentList.parse>['items'];
  occurrences: ReturnType<typeof FailureOccurrenceList.parse>['items'];
};

async function fetchAll({ address }: Connection, id: string): Promise<Result<Shown, Refused>> {
  const path = { id };
  const init = { params: { path, query: { limit: SHOWN } } };
  const cause = await askApi(
    address,
    (api) => api.GET('/api/v1/failure-causes/{id}', { params: { path } }),
    FailureCauseView,
  );
  if (!cause.ok) return cause;
  const comments = await askApi(
    address,
    (api) => api.GET('/api/v1/failure-causes/{id}/comments', init),
    CauseCommentList,
  );
  if (!comments.ok) return comments;
  const occurrences = await askApi(
    address,
    (api) => api.GET('/api/v1/failure-causes/{id}/occurrences', init),
    FailureOccurrenceList,
  );
  if (!occurrences.ok) return occurrences;
  return ok({ cause: cause.value, comments: comments.value.items, occurrences: occurrences.value.items });
}

function printCause(context: CommandContext, { cause, comments, occurrences }: Shown): void {
  const { out } = context;
  const style = momentStyle(context);
  const moment = (at: string) => momentText(at, Date.now(), style);
  out.line(out.paint.bold(printable(cause.title)));
  printFacts(context, [
    ['status', causeStatusText(cause, style)],
    ['owner', cause.owner?.username ?? null],
    ['link', cause.link],
    [
      'seen',
      `${cause.occurrences} times, first ${moment(cause.firstSeenAt)}, last ${moment(cause.lastSeenAt)}`,
    ],
    ['in', cause.definitions.map(({ name, occurrences: times }) => `${name} (${times})`).join(', ') || null],
    [
      'days',
      cause.trend
        .slice(-SHOWN)
        .map(({ day, occurrences: times }) => `${day.slice(5)}: ${times}`)
        .join('  ') || null,
    ],
    ['merged', cause.merged.map(({ causeId, title }) => `${title} (${causeId})`).join(', ') || null],
    ['id', cause.causeId],
  ]);
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length === 0) return;
    for (const line of ['', out.paint.dim(title), ...lines]) out.line(line);
  };
  section('The last one said', printableLines(cause.sample.trimEnd()).slice(0, 20));
  section(
    'Seen last',
    occurrences.map(({ executionId, definitionName, name, at }) =>
      [
        out.paint.cyan(shortId(executionId)),
        moment(at),
        printable(definitionName),
        printable(name ?? ''),
      ].join('  '),
    ),
  );
  section(
    'Comments',
    comments.map(
      ({ author, at, body }) => `${printable(author ?? 'Gauntlet')}, ${moment(at)}: ${printable(body)}`,
    ),
  );
}
