/** Teams and their settings. */
import { TeamList, TeamView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { TeamChangeOptions, TeamListOptions } from '../program/option-types.ts';
import { usageRefused } from '../refused.ts';
import { exactMomentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

const columnsFor = ({ out: { paint } }: CommandContext): Column<TeamView>[] => [
  { title: 'name', text: (row) => row.name, cut: 'end' },
  { title: 'people', text: (row) => String(row.members), align: 'right' },
  {
    title: 'state',
    text: (row) => (row.active ? 'active' : 'deactivated'),
    paint: (text, row) => (row.active ? text : paint.yellow(text)),
  },
  { title: 'description', text: (row) => row.settings.description ?? '', cut: 'end' },
  { title: 'id', text: (row) => row.teamId, paint: paint.dim },
];

export function teamListCommand(context: CommandContext, query: TeamListOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/teams', { params: { query } }),
      TeamList,
    );
    if (!page.ok) return page;
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty: ['There is no team like that. Make one with: gauntlet team add NAME'],
      next: 'gauntlet team list',
    });
    return ok(undefined);
  });
}

export function teamShowCommand(context: CommandContext, id: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const init = { params: { path: { id } } };
    const shown = await askApi(connection.address, (api) => api.GET('/api/v1/teams/{id}', init), TeamView);
    if (!shown.ok) return shown;
    const { name, members, active, settings, createdAt, teamId } = shown.value;
    if (context.options.json) {
      context.out.json(shown.value);
      return ok(undefined);
    }
    const days = settings.invitationDays;
    printFacts(context, [
      ['Name', name],
      ['Description', settings.description],
      ['People', String(members)],
      ['State', active ? 'active' : 'deactivated'],
      ['Invitations', days === null ? 'good for 7 days' : `good for ${days} days, as this team has set`],
      ['Made', exactMomentText(createdAt, momentStyle(context))],
      ['Id', teamId],
    ]);
    return ok(undefined);
  });
}

export function teamAddCommand(
  context: CommandContext,
  name: string,
  options: TeamChangeOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const body = { name, settings: settingsOf(options) };
    const made = await askApi(connection.address, (api) => api.POST('/api/v1/teams', { body }), TeamView);
    if (!made.ok) return made;
    if (context.options.json) context.out.json(made.value);
    else
      context.out.line(
        printable(
          `The team ${made.value.name} is made. Invite somebody: gauntlet user invite --team "${made.value.name}"`,
        ),
      );
    return ok(undefined);
  });
}

/** `--no-...` clears. */
const settingsOf = ({ description, invitationDays }: TeamChangeOptions) => ({
  description: description === false ? null : description,
  invitationDays: invitationDays === false ? null : invitationDays,
});

export function teamChangeCommand(
  context: CommandContext,
  id: string,
  options: TeamChangeOptions & { name?: string },
): Promise<ExitCode> {
  const settings = settingsOf(options);
  if ([options.name, ...Object.values(settings)].every((value) => value === undefined))
    return Promise.resolve(
      reportRefused(
        context,
        usageRefused('Nothing to change is named.', '`gauntlet team change --help` shows what can be.'),
      ),
    );
  const text = (name: string) => `The team ${name} is changed.`;
  return changeTeam(context, id, { patch: { name: options.name, settings }, text });
}

export const teamDeactivateCommand = (context: CommandContext, id: string): Promise<ExitCode> =>
  changeTeam(context, id, {
    patch: { active: false },
    text: (name) =>
      `The team ${name} is deactivated: nobody of it gets in. Undo it: gauntlet team activate "${name}"`,
  });

export const teamActivateCommand = (context: CommandContext, id: string): Promise<ExitCode> =>
  changeTeam(context, id, {
    patch: { active: true },
    text: (name) => `The team ${name} is active.`,
  });

type TeamChange = {
  patch: { name?: string | undefined; active?: boolean; settings?: ReturnType<typeof settingsOf> };
  text: (name: string) => string;
};

function changeTeam(context: CommandContext, id: string, { patch, text }: TeamChange): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const init = { params: { path: { id } }, body: patch };
    const changed = await askApi(
      connection.address,
      (api) => api.PATCH('/api/v1/teams/{id}', init),
      TeamView,
    );
    if (!changed.ok) return changed;
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(printable(text(changed.value.name)));
    return ok(undefined);
  });
}
