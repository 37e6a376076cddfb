/** From a server to one project on it: every call of the connection is then made in that project. */
import { ProjectList } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Refused, usageRefused } from '../refused.ts';
import { askApi } from './api-client.ts';
import type { Connection } from './connection.ts';
import { isWholeId } from './whole-id.ts';

export async function findProject(connection: Connection, named: string): Promise<Result<string, Refused>> {
  if (isWholeId(named)) return ok(named);
  const query = { name: named, archived: 'with' } as const;
  const { baseUrl, token } = connection.address;
  const found = await askApi(
    { baseUrl, token },
    (api) => api.GET('/api/v1/projects', { params: { query } }),
    ProjectList,
  );
  if (!found.ok) return found;
  const [first, second] = found.value.items;
  if (first === undefined)
    return refuse(
      usageRefused(`There is no project "${named}".`, '`gauntlet project list` shows those you may enter.'),
    );
  if (second === undefined) return ok(first.projectId);
  const each = found.value.items.map(({ projectId, team }) => `  ${projectId}  of team ${team.name}`);
  return refuse(
    usageRefused(`Several projects are called "${named}":\n${each.join('\n')}`, 'Give the id of one.'),
  );
}

/** @param named name or id; undefined for the whole home team */
export async function enterProject(
  connection: Connection,
  named: string | undefined,
): Promise<Result<Connection, Refused>> {
  if (named === undefined) return ok(connection);
  const project = await findProject(connection, named);
  if (!project.ok) return project;
  const { source, dataDir, defaultProject, renew } = connection;
  return ok({
    source,
    dataDir,
    defaultProject,
    renew,
    get address() {
      return { ...connection.address, project: project.value };
    },
  });
}
