import { ExecutionList, type ExecutionSummary } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { ListOptions } from '../program/option-types.ts';
import { durationText } from '../terminal/amounts.ts';
import { momentText } from '../terminal/moments.ts';
import type { Column } from '../terminal/table.ts';
import { findFilters } from './find-view.ts';
import { printPage } from './print-page.ts';
import { withProjectColumn } from './project-column.ts';
import { paintStatus, statusText } from './status-text.ts';
import { withServer } from './with-server.ts';

/** `24`, or `2 failed of 24`. */
function testsText({ counts }: ExecutionSummary): string {
  if (counts.total === 0) return '';
  return counts.failed > 0 ? `${counts.failed} failed of ${counts.total}` : String(counts.total);
}

function columnsFor(context: CommandContext): Column<ExecutionSummary>[] {
  const { paint } = context.out;
  const now = Date.now();
  return [
    {
      title: 'id',
      text: (row) => shortId(row.executionId),
      value: (row) => row.executionId,
      paint: paint.cyan,
    },
    {
      title: 'state',
      text: statusText,
      value: (row) => row.verdict ?? row.status,
      paint: (text, row) => paintStatus(text, row, paint),
    },
    { title: 'name', text: (row) => row.name, cut: 'end' },
    {
      title: 'tests',
      text: testsText,
      value: (row) => `${row.counts.passed}/${row.counts.failed}/${row.counts.skipped}`,
    },
    {
      title: 'took',
      align: 'right',
      text: (row) => (row.durationMs === null ? '' : durationText(row.durationMs)),
      value: (row) => (row.durationMs === null ? '' : String(Math.round(row.durationMs))),
      paint: paint.dim,
    },
    {
      title: 'when',
      text: (row) => momentText(row.submittedAt, now, momentStyle(context)),
      value: (row) => row.submittedAt,
      paint: paint.dim,
    },
    { title: 'by', text: (row) => row.submittedBy, paint: paint.dim, cut: 'end' },
  ];
}

const isFiltered = ({ view, status, verdict, name, tag, since, until }: ListOptions) =>
  [view, status, verdict, name, tag, since, until].some((filter) => filter !== undefined);

export function listCommand(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const { view, status, verdict, name, tag, since, until, limit, cursor } = options;
    const ofView = view === undefined ? ok({}) : await findFilters(connection, view);
    if (!ofView.ok) return ofView;
    const asked = {
      status: status?.join(),
      verdict: verdict?.join(),
      name,
      tag,
      since,
      until,
    };
    const given = Object.entries(asked).filter(([, value]) => value !== undefined);
    const query = { ...ofView.value, ...Object.fromEntries(given), limit, cursor };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/executions', { params: { query } }),
      ExecutionList,
    );
    if (!page.ok) return page;
    const shown = { rows: page.value.items, columns: columnsFor(context) };
    const columns = await withProjectColumn(context, connection, shown);
    if (!columns.ok) return columns;
    printPage(context, {
      ...page.value,
      columns: columns.value,
      empty: isFiltered(options)
        ? ['No execution is like that. Leave out a filter.']
        : ['Nothing has run yet. Start with: gauntlet run'],
      next: 'gauntlet list',
    });
    return ok(undefined);
  });
}
