/** Which project each row of a list is of: told where a list from home shows things of more than one place. */
import { ProjectList } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { Refused } from '../refused.ts';
import type { Column } from '../terminal/table.ts';

export type InProject = { projectId: string | null };
export type ProjectNames = ReadonlyMap<string, string>;
type ForRows<Row> = { rows: readonly Row[]; columns: readonly Column<Row>[] };

const MOST = 500;

/** For programs the column is always there, the last one and with ids: what is in which place is not to change. */
export async function withProjectColumn<Row extends InProject>(
  { options, out }: CommandContext,
  connection: Connection,
  { rows, columns }: ForRows<Row>,
): Promise<Result<readonly Column<Row>[], Refused>> {
  if (options.json) return ok(columns);
  const ids = new Set(rows.map(({ projectId }) => projectId));
  if (out.isTerminal && ids.size < 2) return ok(columns);
  const names = out.isTerminal ? await findProjectNames(connection, ids) : ok(new Map<string, string>());
  if (!names.ok) return names;
  return ok([
    ...columns,
    {
      title: 'project',
      text: (row) => placeText(row, names.value),
      value: (row) => row.projectId ?? '',
      paint: out.paint.dim,
      cut: 'end',
    },
  ]);
}

/** Empty for what is of the team as a whole. */
const placeText = ({ projectId }: InProject, names: ProjectNames) =>
  projectId === null ? '' : (names.get(projectId) ?? projectId);

/** @returns the names of those among them that the caller may enter */
export async function findProjectNames(
  connection: Connection,
  ids: ReadonlySet<string | null>,
): Promise<Result<ProjectNames, Refused>> {
  const names = new Map<string, string>();
  const missing = new Set([...ids].filter((id) => id !== null));
  let cursor: string | undefined;
  while (missing.size > 0) {
    const query = { limit: MOST, cursor, archived: 'with' as const };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/projects', { params: { query } }),
      ProjectList,
    );
    if (!page.ok) return page;
    for (const { projectId, name } of page.value.items)
      if (missing.delete(projectId)) names.set(projectId, name);
    cursor = page.value.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return ok(names);
}
