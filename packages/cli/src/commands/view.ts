/** Saved views of the list of executions. */
import { type ExecutionFilters, ViewRequest, ViewView } from '@gauntlet/contract';
import { BUILT_IN_VIEWS, builtInView } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { isWholeId } from '../connection/whole-id.ts';
import type { ExitCode } from '../exit-code.ts';
import type { ViewListOptions, ViewSaveOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { exactMomentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { findOwnView, findView, listViews } from './find-view.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

/** `verdict=failed since=7d`: as the options of `gauntlet list` take them. */
const filtersText = (filters: ExecutionFilters) =>
  Object.entries(filters)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ') || 'everything';

export function viewListCommand(context: CommandContext, options: ViewListOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const { own, shared, limit, cursor } = options;
    const only = own ? ('own' as const) : shared ? ('shared' as const) : undefined;
    const page = await listViews(connection, {
      limit,
      ...(only && { only }),
      ...(cursor !== undefined && { cursor }),
    });
    if (!page.ok) return page;
    const { paint } = context.out;
    const columns: Column<ViewView>[] = [
      { title: 'name', text: (row) => row.name, paint: paint.cyan, cut: 'end' },
      { title: 'shows', text: (row) => filtersText(row.filters), cut: 'end' },
      { title: 'seen by', text: (row) => row.visibility },
      { title: 'of', text: (row) => row.owner.username, paint: paint.dim, cut: 'end' },
      { title: '', text: (row) => (row.standing === 'default' ? 'default' : '') },
      { title: 'id', text: (row) => row.viewId, paint: paint.dim },
    ];
    const empty = [
      'There are no saved views. Save one with: gauntlet view save NAME --verdict failed --since 7d',
      `Always there: ${BUILT_IN_VIEWS.map(({ name }) => name).join(', ')}.`,
    ];
    printPage(context, { ...page.value, columns, empty, next: 'gauntlet view list' });
    return ok(undefined);
  });
}

function print(context: CommandContext, view: ViewView): void {
  if (context.options.json) {
    context.out.json(view);
    return;
  }
  printFacts(context, [
    ['name', view.name],
    ['shows', filtersText(view.filters)],
    ['seen by', view.visibility === 'shared' ? 'everybody here' : 'its owner'],
    ['owner', view.owner.username],
    ['default', view.standing === 'default' ? 'yours' : null],
    ['changed', exactMomentText(view.updatedAt, momentStyle(context))],
    ['id', view.viewId],
  ]);
}

type Work = (connection: Connection, view: ViewView) => Promise<Result<undefined, Refused>>;

const withView = (context: CommandContext, typed: string, work: Work): Promise<ExitCode> =>
  withServer(context, async (connection) => {
    const view = await findView(connection, typed);
    return view.ok ? work(connection, view.value) : view;
  });

export function viewShowCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  const builtIn = builtInView(typed);
  if (builtIn === undefined)
    return withView(context, typed, async (_, view) => {
      print(context, view);
      return ok(undefined);
    });
  return withServer(context, async () => {
    if (context.options.json) context.out.json({ name: builtIn.name, filters: builtIn.filters });
    else
      printFacts(context, [
        ['name', builtIn.name],
        ['shows', filtersText(builtIn.filters)],
        ['seen by', 'everybody: it is always there'],
      ]);
    return ok(undefined);
  });
}

export function viewSaveCommand(
  context: CommandContext,
  name: string,
  options: ViewSaveOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const { status, verdict, share, replace, ...texts } = options;
    const filters = { ...texts, status: status?.join(), verdict: verdict?.join() };
    const asked = ViewRequest.safeParse({
      name,
      filters: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
      ...(share && { visibility: 'shared' }),
    });
    if (!asked.success) {
      const [issue] = asked.error.issues;
      const where = issue?.path.at(-1)?.toString() ?? 'it';
      return refuse(usageRefused(`The view is not right: ${where}: ${issue?.message ?? 'not acceptable'}.`));
    }
    const saved = replace
      ? await replaceView(connection, asked.data)
      : await createView(connection, asked.data);
    if (!saved.ok) return saved;
    print(context, saved.value);
    return ok(undefined);
  });
}

const createView = ({ address }: Connection, body: ViewRequest) =>
  askApi(address, (api) => api.POST('/api/v1/views', { body }), ViewView);

/** Who sees it stays, unless it is to be shared from now on. */
async function replaceView(connection: Connection, request: ViewRequest) {
  const known = await findOwnView(connection, request.name);
  if (!known.ok) return known;
  if (known.value === null) return createView(connection, request);
  const { filters, visibility } = request;
  return change(connection, known.value, { filters, ...(visibility === 'shared' && { visibility }) });
}

type Change = { filters?: ExecutionFilters; visibility?: 'private' | 'shared'; name?: string };

function change({ address }: Connection, { viewId }: ViewView, body: Change) {
  const params = { path: { id: viewId } };
  return askApi(address, (api) => api.PATCH('/api/v1/views/{id}', { params, body }), ViewView);
}

export const viewChangeCommand = (context: CommandContext, typed: string, body: Change) =>
  withView(context, typed, async (connection, view) => {
    const changed = await change(connection, view, body);
    if (!changed.ok) return changed;
    print(context, changed.value);
    return ok(undefined);
  });

export const viewDeleteCommand = (context: CommandContext, typed: string) =>
  withView(context, typed, async ({ address }, { viewId, name }) => {
    const params = { path: { id: viewId } };
    const removed = await callApi(address, (api) => api.DELETE('/api/v1/views/{id}', { params }));
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ viewId });
    else {
      context.out.line(`The view ${printable(name)} is deleted.`);
      context.err.line(`For a day it can be had back: gauntlet view restore ${viewId}`);
    }
    return ok(undefined);
  });

export function viewRestoreCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  return withServer(context, async ({ address }) => {
    if (!isWholeId(typed))
      return refuse(usageRefused(`"${typed}" is no view's id.`, 'Give the id that deleting it printed.'));
    const params = { path: { id: typed.toLowerCase() } };
    const restored = await askApi(
      address,
      (api) => api.POST('/api/v1/views/{id}/restore', { params }),
      ViewView,
    );
    if (!restored.ok) return restored;
    print(context, restored.value);
    return ok(undefined);
  });
}
