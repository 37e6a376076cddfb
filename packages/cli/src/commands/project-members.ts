/** Who was shown into a project. */
import { ProjectMember, ProjectMemberList, ProjectRole } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import { usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { printPage } from './print-page.ts';
import { withProject } from './project.ts';

export function projectMembersCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withProject(context, named, async (connection, id) => {
    const path = { id };
    const list = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/projects/{id}/members', { params: { path } }),
      ProjectMemberList,
    );
    if (!list.ok) return list;
    const columns: Column<ProjectMember>[] = [
      { title: 'name', text: (row) => row.username, cut: 'end' },
      { title: 'role', text: (row) => row.role },
      { title: 'team', text: (row) => row.teamName, cut: 'end' },
      {
        title: 'since',
        text: (row) => momentText(row.addedAt, Date.now(), momentStyle(context)),
        value: (row) => row.addedAt,
        paint: context.out.paint.dim,
      },
    ];
    const empty = ['Nobody was shown in. Do it with: gauntlet project add-member PROJECT USER'];
    const { items } = list.value;
    printPage(context, { items, nextCursor: null, columns, empty, next: 'gauntlet project members' });
    return ok(undefined);
  });
}

export async function projectAddMemberCommand(
  context: CommandContext,
  named: string,
  user: string,
  typed: string,
): Promise<ExitCode> {
  const role = ProjectRole.safeParse(typed);
  if (!role.success)
    return reportRefused(
      context,
      usageRefused(
        `There is no role "${typed}" in a project.`,
        `Roles are ${ProjectRole.options.join(', ')}.`,
      ),
    );
  return withProject(context, named, async (connection, id) => {
    const init = { params: { path: { id, user } }, body: { role: role.data } };
    const put = await askApi(
      connection.address,
      (api) => api.PUT('/api/v1/projects/{id}/members/{user}', init),
      ProjectMember,
      { repeatable: true },
    );
    if (!put.ok) return put;
    if (context.options.json) context.out.json(put.value);
    else context.out.line(`${printable(put.value.username)} is ${put.value.role} in the project.`);
    return ok(undefined);
  });
}

export function projectRemoveMemberCommand(
  context: CommandContext,
  named: string,
  user: string,
): Promise<ExitCode> {
  return withProject(context, named, async (connection, id) => {
    const path = { id, user };
    const removed = await callApi(connection.address, (api) =>
      api.DELETE('/api/v1/projects/{id}/members/{user}', { params: { path } }),
    );
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ projectId: id, user });
    else context.out.line(`${printable(user)} is out of the project.`);
    return ok(undefined);
  });
}
