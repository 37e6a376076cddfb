/** The people of a server, for those who look after them. */
import { UserList, UserView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { UserListOptions } from '../program/option-types.ts';
import { usageRefused } from '../refused.ts';
import { exactMomentText, momentText } from '../terminal/moments.ts';
import type { Column } from '../terminal/table.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { readRoles } from './read-roles.ts';
import { withServer } from './with-server.ts';

type Listed = ReturnType<typeof UserList.parse>['items'][number];

function columnsFor(context: CommandContext): Column<Listed>[] {
  const { paint } = context.out;
  const moment = (at: string) => momentText(at, Date.now(), momentStyle(context));
  return [
    {
      title: 'name',
      text: (row) => row.username,
      cut: 'end',
      paint: (text, row) => (row.active ? text : paint.dim(text)),
    },
    { title: 'roles', text: (row) => row.roles.join(',') },
    { title: 'team', text: (row) => row.teamName, cut: 'end' },
    { title: 'e-mail', text: (row) => row.email ?? '', cut: 'end' },
    {
      title: 'state',
      text: (row) => (row.active ? 'active' : 'deactivated'),
      paint: (text, row) => (row.active ? text : paint.yellow(text)),
    },
    {
      title: 'signed in',
      text: (row) => (row.lastLogin === null ? 'never' : moment(row.lastLogin)),
      value: (row) => row.lastLogin ?? '',
      paint: paint.dim,
    },
    { title: 'id', text: (row) => row.userId, paint: paint.dim },
  ];
}

export async function userListCommand(context: CommandContext, options: UserListOptions): Promise<ExitCode> {
  const { team, role, search, limit, cursor, active, inactive } = options;
  const roles = readRoles(role === undefined ? undefined : [role]);
  if (!roles.ok) return reportRefused(context, roles.error);
  if (active && inactive)
    return reportRefused(context, usageRefused('Either --active or --inactive; without both, everybody.'));
  return withServer(context, async (connection) => {
    const state = active ? ('true' as const) : inactive ? ('false' as const) : undefined;
    const query = { teamId: team, role: roles.value?.[0], search, active: state, limit, cursor };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/users', { params: { query } }),
      UserList,
    );
    if (!page.ok) return page;
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty: ['There is nobody like that. Make an account with: gauntlet user add NAME'],
      next: 'gauntlet user list',
    });
    return ok(undefined);
  });
}

export function userShowCommand(context: CommandContext, id: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const init = { params: { path: { id } } };
    const shown = await askApi(connection.address, (api) => api.GET('/api/v1/users/{id}', init), UserView);
    if (!shown.ok) return shown;
    const user = shown.value;
    if (context.options.json) {
      context.out.json(user);
      return ok(undefined);
    }
    const moment = (at: string) => exactMomentText(at, momentStyle(context));
    printFacts(context, [
      ['Name', user.username],
      ['E-mail', user.email],
      ['Team', user.teamName],
      ['Roles', user.roles.join(', ') || 'none'],
      ['State', user.active ? 'active' : 'deactivated'],
      [
        'Follows',
        user.followsProvider ? 'team and roles follow the identity provider at each sign-in' : null,
      ],
      ['Made', moment(user.createdAt)],
      ['Signed in', user.lastLogin === null ? 'never' : moment(user.lastLogin)],
      ['Id', user.userId],
    ]);
    return ok(undefined);
  });
}
