/** From what a person types to a view: one that is always there, an id, or a name; of two of one name one's own. */
import { type ExecutionFilters, ViewList, ViewView } from '@gauntlet/contract';
import { builtInView } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { isWholeId } from '../connection/whole-id.ts';
import { type Refused, usageRefused } from '../refused.ts';

type Query = { only?: 'own' | 'shared'; name?: string; limit?: number; cursor?: string };

export const listViews = ({ address }: Connection, query: Query) =>
  askApi(address, (api) => api.GET('/api/v1/views', { params: { query } }), ViewList);

export async function findView(connection: Connection, typed: string): Promise<Result<ViewView, Refused>> {
  if (isWholeId(typed)) {
    const params = { path: { id: typed.toLowerCase() } };
    return askApi(connection.address, (api) => api.GET('/api/v1/views/{id}', { params }), ViewView);
  }
  const own = await findOwnView(connection, typed);
  if (!own.ok || own.value) return own as Result<ViewView, Refused>;
  const shared = await listViews(connection, { only: 'shared', name: typed, limit: 2 });
  if (!shared.ok) return shared;
  const [first, second] = shared.value.items;
  if (first === undefined) return refuse(noView(typed));
  if (second === undefined) return ok(first);
  const why = `Several people share a view "${typed}".`;
  return refuse(usageRefused(why, 'Give the id of one: `gauntlet view list` shows them.'));
}

/** Null: one keeps none of that name. */
export async function findOwnView(
  connection: Connection,
  name: string,
): Promise<Result<ViewView | null, Refused>> {
  const page = await listViews(connection, { only: 'own', name: name.trim(), limit: 1 });
  return page.ok ? ok(page.value.items[0] ?? null) : page;
}

/** What a view filters for: those that are always there need no server. */
export async function findFilters(
  connection: Connection,
  typed: string,
): Promise<Result<ExecutionFilters, Refused>> {
  const builtIn = builtInView(typed);
  if (builtIn) return ok(builtIn.filters);
  const view = await findView(connection, typed);
  return view.ok ? ok(view.value.filters) : view;
}

const noView = (typed: string) =>
  usageRefused(`There is no view "${typed}" here.`, '`gauntlet view list` shows what there is.');
