/** Projects: a part of a team's things that people of other teams may be shown into. */
import type { GauntletClient } from '@gauntlet/client';
import { ProjectList, ProjectView } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { findProject } from '../connection/enter-project.ts';
import type { ExitCode } from '../exit-code.ts';
import type { ProjectListOptions, ProjectOptions } from '../program/option-types.ts';
import type { Refused } from '../refused.ts';
import { exactMomentText, momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

type Work = (connection: Connection, id: string) => Promise<Result<ExitCode | undefined, Refused>>;

/** About projects is asked at home, whatever project --project names. */
const atHome = (context: CommandContext): CommandContext => ({
  ...context,
  options: { ...context.options, project: false },
});

export const withProject = (context: CommandContext, named: string, work: Work): Promise<ExitCode> =>
  withServer(atHome(context), async (connection) => {
    const id = await findProject(connection, named);
    return id.ok ? work(connection, id.value) : id;
  });

export function projectListCommand(context: CommandContext, options: ProjectListOptions): Promise<ExitCode> {
  return withServer(atHome(context), async (connection) => {
    const { limit, cursor } = options;
    const query = { limit, cursor, archived: options.archived ? ('with' as const) : ('without' as const) };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/projects', { params: { query } }),
      ProjectList,
    );
    if (!page.ok) return page;
    const { paint } = context.out;
    const columns: Column<ProjectView>[] = [
      { title: 'name', text: (row) => row.name, cut: 'end' },
      { title: 'team', text: (row) => row.team.name, cut: 'end' },
      { title: 'your role', text: (row) => row.role ?? 'of the team', value: (row) => row.role ?? '' },
      {
        title: 'archived',
        text: (row) => (row.archivedAt ? momentText(row.archivedAt, Date.now(), momentStyle(context)) : ''),
        value: (row) => row.archivedAt ?? '',
        paint: paint.dim,
      },
      { title: 'id', text: (row) => row.projectId, paint: paint.dim },
    ];
    const empty = ['There are no projects. Make one with: gauntlet project add NAME'];
    printPage(context, { ...page.value, columns, empty, next: 'gauntlet project list' });
    return ok(undefined);
  });
}

function print(context: CommandContext, project: ProjectView, said: string): void {
  if (context.options.json) context.out.json(project);
  else context.out.line(said);
}

export function projectShowCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withProject(context, named, async (connection, id) => {
    const path = { id };
    const shown = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/projects/{id}', { params: { path } }),
      ProjectView,
    );
    if (!shown.ok) return shown;
    const { name, team, description, role, createdAt, createdBy, archivedAt, projectId } = shown.value;
    if (context.options.json) {
      context.out.json(shown.value);
      return ok(undefined);
    }
    const moment = (at: string) => exactMomentText(at, momentStyle(context));
    printFacts(context, [
      ['Name', name],
      ['About', description || null],
      ['Team', team.name],
      ['Your role', role ?? 'of the team'],
      ['Made', `${moment(createdAt)}${createdBy === null ? '' : ` by ${createdBy}`}`],
      ['Archived', archivedAt === null ? null : moment(archivedAt)],
      ['Id', projectId],
    ]);
    return ok(undefined);
  });
}

export function projectAddCommand(
  context: CommandContext,
  name: string,
  { description }: ProjectOptions,
): Promise<ExitCode> {
  return withServer(atHome(context), async (connection) => {
    const body = description === undefined ? { name } : { name, description };
    const made = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/projects', { body }),
      ProjectView,
    );
    if (!made.ok) return made;
    print(context, made.value, `Project ${printable(made.value.name)} is made: ${made.value.projectId}`);
    return ok(undefined);
  });
}

export const projectChangeCommand = (context: CommandContext, named: string, body: ProjectOptions) =>
  change(context, named, 'is changed', (api, path) =>
    api.PATCH('/api/v1/projects/{id}', { params: { path }, body }),
  );

export const projectArchiveCommand = (context: CommandContext, named: string) =>
  change(context, named, 'is archived: nothing new is run in it', (api, path) =>
    api.POST('/api/v1/projects/{id}/archive', { params: { path } }),
  );

export const projectUnarchiveCommand = (context: CommandContext, named: string) =>
  change(context, named, 'is open again', (api, path) =>
    api.POST('/api/v1/projects/{id}/unarchive', { params: { path } }),
  );

type Change = (api: GauntletClient, path: { id: string }) => Promise<{ data: ProjectAnswer }>;
type ProjectAnswer = typeof ProjectView._zod.input;

function change(context: CommandContext, named: string, said: string, call: Change): Promise<ExitCode> {
  return withProject(context, named, async (connection, id) => {
    const changed = await askApi(connection.address, (api) => call(api, { id }), ProjectView);
    if (!changed.ok) return changed;
    print(context, changed.value, `Project ${printable(changed.value.name)} ${said}.`);
    return ok(undefined);
  });
}
