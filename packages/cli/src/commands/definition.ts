/** Definitions: what was submitted under a name. One is named by its name or by its id. */
import { DefinitionPlan, DefinitionView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import { countText, durationText } from '../terminal/amounts.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import { type Column, printTable } from '../terminal/table.ts';
import { findDefinition, type ListedDefinition, listDefinitions } from './find-definition.ts';
import { printPage } from './print-page.ts';
import { withProjectColumn } from './project-column.ts';
import { paintStatus, statusText } from './status-text.ts';
import { withServer } from './with-server.ts';

export function definitionListCommand(
  context: CommandContext,
  options: { limit: number; cursor?: string; search?: string },
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const { limit, cursor, search } = options;
    const page = await listDefinitions(connection, { limit, cursor, search });
    if (!page.ok) return page;
    const { paint } = context.out;
    const plain: Column<ListedDefinition>[] = [
      { title: 'name', text: (row) => row.name, cut: 'end' },
      { title: 'version', align: 'right', text: (row) => String(row.version) },
      {
        title: 'last run',
        text: ({ lastRun }) => (lastRun === null ? 'never' : statusText(lastRun)),
        value: ({ lastRun }) => (lastRun === null ? '' : (lastRun.verdict ?? lastRun.status)),
        paint: (text, { lastRun }) =>
          lastRun === null ? paint.dim(text) : paintStatus(text, lastRun, paint),
      },
      {
        title: 'ran',
        text: ({ lastRun }) =>
          lastRun === null ? '' : momentText(lastRun.submittedAt, Date.now(), momentStyle(context)),
        value: ({ lastRun }) => lastRun?.submittedAt ?? '',
        paint: paint.dim,
      },
      {
        title: 'changed',
        text: (row) => momentText(row.updatedAt, Date.now(), momentStyle(context)),
        value: (row) => row.updatedAt,
        paint: paint.dim,
      },
      { title: 'id', text: (row) => row.definitionId, paint: paint.dim },
    ];
    const { items: rows } = page.value;
    const columns = await withProjectColumn(context, connection, { rows, columns: plain });
    if (!columns.ok) return columns;
    printPage(context, {
      ...page.value,
      columns: columns.value,
      empty: [
        options.search === undefined
          ? 'There are no definitions. `gauntlet run` makes one.'
          : `No definition is named like "${printable(options.search)}".`,
      ],
      next: 'gauntlet definition list',
    });
    return ok(undefined);
  });
}

export function definitionShowCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const id = await findDefinition(connection, typed);
    if (!id.ok) return id;
    const init = { params: { path: { id: id.value } } };
    const shown = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/definitions/{id}', init),
      DefinitionView,
    );
    if (!shown.ok) return shown;
    if (context.options.json) context.out.json(shown.value);
    else
      for (const line of JSON.stringify(shown.value.body, null, 2).split('\n'))
        context.out.line(printable(line));
    return ok(undefined);
  });
}

export function definitionPlanCommand(
  context: CommandContext,
  typed: string,
  options: { parallel?: number },
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const id = await findDefinition(connection, typed);
    if (!id.ok) return id;
    const init = { params: { path: { id: id.value }, query: { parallelism: options.parallel } } };
    const plan = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/definitions/{id}/plan', init),
      DefinitionPlan,
    );
    if (!plan.ok) return plan;
    if (context.options.json) context.out.json(plan.value);
    else printPlan(context, plan.value);
    return ok(undefined);
  });
}

const timeText = (ms: number | null) => (ms === null ? 'unknown' : durationText(ms));

function printPlan({ out }: CommandContext, plan: DefinitionPlan): void {
  out.line(
    `${countText(plan.units, 'unit')} in ${countText(plan.groups.length, 'group')}: about ${timeText(plan.wallMs)}, setup not counted.`,
  );
  if (plan.wallMs === null) out.line('No run has told yet how long they take.');
  out.line('');
  printTable(out, plan.groups, [
    { title: 'group', align: 'right', text: (group) => String(group.index) },
    { title: 'units', align: 'right', text: (group) => String(group.units) },
    { title: 'about', align: 'right', text: (group) => timeText(group.estimatedMs) },
    {
      title: 'longest unit',
      cut: 'start',
      text: ({ longest }) => `${printable(longest.title)} (${timeText(longest.estimatedMs)})`,
    },
  ]);
  if (plan.choices.length < 2 || plan.wallMs === null) return;
  out.line('');
  printTable(out, plan.choices, [
    { title: '--parallel', align: 'right', text: (choice) => String(choice.parallelism) },
    { title: 'about', align: 'right', text: (choice) => timeText(choice.wallMs) },
  ]);
}

export function definitionRemoveCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const id = await findDefinition(connection, typed);
    if (!id.ok) return id;
    const init = { params: { path: { id: id.value } } };
    const removed = await callApi(connection.address, (api) => api.DELETE('/api/v1/definitions/{id}', init));
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ definitionId: id.value });
    else {
      context.out.line(`Definition ${printable(typed)} is removed; what was run of it stays.`);
      context.out.line(`\`gauntlet definition restore ${id.value}\` brings it back.`);
    }
    return ok(undefined);
  });
}

export function definitionRestoreCommand(context: CommandContext, id: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const init = { params: { path: { id } } };
    const restored = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/definitions/{id}/restore', init),
      DefinitionView,
    );
    if (!restored.ok) return restored;
    if (context.options.json) context.out.json(restored.value);
    else context.out.line(`Definition ${printable(restored.value.name)} is back.`);
    return ok(undefined);
  });
}
