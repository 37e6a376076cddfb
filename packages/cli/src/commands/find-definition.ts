/** From what a person types to a definition's id: the id itself, or a name that one alone has here. */
import { DefinitionList } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { isWholeId } from '../connection/whole-id.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { findProjectNames } from './project-column.ts';

export type ListedDefinition = ReturnType<typeof DefinitionList.parse>['items'][number];
const MOST = 500;

export const listDefinitions = (
  connection: Connection,
  query: { limit: number; cursor?: string | undefined; search?: string | undefined },
) =>
  askApi(connection.address, (api) => api.GET('/api/v1/definitions', { params: { query } }), DefinitionList);

export async function findDefinition(
  connection: Connection,
  typed: string,
): Promise<Result<string, Refused>> {
  if (isWholeId(typed)) return ok(typed);
  const found: ListedDefinition[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDefinitions(connection, { limit: MOST, cursor });
    if (!page.ok) return page;
    found.push(...page.value.items.filter(({ name }) => name === typed));
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const [first, second] = found;
  if (second !== undefined) return refuseSeveral(connection, typed, found);
  if (first !== undefined) return ok(first.definitionId);
  return refuse(
    usageRefused(`There is no definition "${typed}".`, '`gauntlet definition list` shows what there is.'),
  );
}

/** Null: there is none of exactly this name. */
export async function findByName(
  connection: Connection,
  name: string,
): Promise<Result<ListedDefinition | null, Refused>> {
  let cursor: string | undefined;
  do {
    const page = await listDefinitions(connection, { limit: MOST, cursor, search: name });
    if (!page.ok) return page;
    const found = page.value.items.find((item) => item.name === name);
    if (found) return ok(found);
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ok(null);
}

/** From home the definitions of all projects are seen, and each project has names of its own. */
async function refuseSeveral(connection: Connection, typed: string, found: readonly ListedDefinition[]) {
  const names = await findProjectNames(connection, new Set(found.map(({ projectId }) => projectId)));
  if (!names.ok) return names;
  const each = found.map(({ definitionId, projectId }) => {
    const place =
      projectId === null ? 'of the team' : `of project ${names.value.get(projectId) ?? projectId}`;
    return `  ${definitionId}  ${place}`;
  });
  return refuse(
    usageRefused(
      `Several definitions are called "${typed}":\n${each.join('\n')}`,
      'Name the project by --project, or give the id of one.',
    ),
  );
}
