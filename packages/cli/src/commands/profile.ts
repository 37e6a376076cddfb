/** The servers that somebody has signed in to: listed, chosen, shown, renamed, forgotten. Tokens are never shown. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { changeCredentials, readCredentials } from '../connection/credentials.ts';
import { configDirectory, thisHost } from '../connection/data-directory.ts';
import {
  type Credentials,
  findProfile,
  type Profile,
  withNewName,
  withoutProfile,
  withProject,
} from '../connection/profiles.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { type Column, printTable } from '../terminal/table.ts';
import { reportForgotten } from './login.ts';
import { printFacts } from './print-facts.ts';
import { inProject, wantedProject } from './profile-project.ts';

type Shown = { profile: string; current: boolean } & Omit<Profile, 'token'>;

const directoryOf = (context: CommandContext) => configDirectory(context.env, thisHost());

const shownOf = (current: string | null, name: string, { token: _, ...profile }: Profile): Shown => ({
  profile: name,
  current: name === current,
  ...profile,
});

async function finish(context: CommandContext, done: Promise<Result<void, Refused>>): Promise<ExitCode> {
  const result = await done;
  return result.ok ? EXIT.passed : reportRefused(context, result.error);
}

function columnsFor({ out }: CommandContext): Column<Shown>[] {
  return [
    { title: '', text: ({ current }) => (current ? '*' : ''), paint: out.paint.cyan },
    { title: 'profile', text: ({ profile }) => profile },
    { title: 'server', text: ({ server }) => server, cut: 'end' },
    { title: 'signed in as', text: ({ username }) => username, cut: 'end' },
    { title: 'team', text: ({ teamName }) => teamName, paint: out.paint.dim, cut: 'end' },
    { title: 'project', text: ({ project }) => project?.name ?? '', paint: out.paint.dim, cut: 'end' },
  ];
}

async function list(context: CommandContext): Promise<Result<void, Refused>> {
  const credentials = await readCredentials(directoryOf(context));
  if (!credentials.ok) return credentials;
  const { current, profiles } = credentials.value;
  const items = Object.entries(profiles)
    .map(([name, profile]) => shownOf(current, name, profile))
    .sort((a, b) => (a.profile < b.profile ? -1 : 1));
  if (context.options.json) context.out.json({ items });
  else if (items.length > 0) printTable(context.out, items, columnsFor(context));
  else context.err.line('You are signed in nowhere. Sign in with: gauntlet login URL --profile NAME');
  return ok(undefined);
}

/** The current one when none is named. */
function whichOf(
  context: CommandContext,
  { current }: Credentials,
  typed: string | undefined,
): Result<string, Refused> {
  const name = typed ?? context.options.profile ?? context.env.GAUNTLET_PROFILE ?? current;
  if (name) return ok(name);
  return refuse(usageRefused('No profile is in use.', '`gauntlet profile list` shows those there are.'));
}

async function show(context: CommandContext, typed: string | undefined): Promise<Result<void, Refused>> {
  const credentials = await readCredentials(directoryOf(context));
  if (!credentials.ok) return credentials;
  const name = whichOf(context, credentials.value, typed);
  if (!name.ok) return name;
  const profile = findProfile(credentials.value, name.value);
  if (!profile.ok) return profile;
  const shown = shownOf(credentials.value.current, name.value, profile.value);
  if (context.options.json) {
    context.out.json(shown);
    return ok(undefined);
  }
  printFacts(context, [
    ['Profile', shown.current ? `${shown.profile} (in use)` : shown.profile],
    ['Server', shown.server],
    ['Signed in as', `${shown.username}, team ${shown.teamName}`],
    ['Project', shown.project ? `${shown.project.name} (${shown.project.projectId})` : null],
  ]);
  return ok(undefined);
}

async function use(context: CommandContext, name: string): Promise<Result<void, Refused>> {
  const wanted = await wantedProject(context, name);
  if (!wanted.ok) return wanted;
  const used = await changeCredentials(directoryOf(context), (credentials) => {
    const current = { ...credentials, current: name };
    if (wanted.value !== undefined) return withProject(current, name, wanted.value);
    const profile = findProfile(credentials, name);
    return profile.ok ? ok({ profile: profile.value, credentials: current }) : profile;
  });
  if (!used.ok) return used;
  const { server, project } = used.value.profile;
  if (context.options.json) context.out.json({ profile: name, server, project });
  else context.out.line(`Commands now go to ${server}${inProject(project)} (profile ${name}).`);
  return ok(undefined);
}

/** The one in use when none is named. */
async function set(context: CommandContext, typed: string | undefined): Promise<Result<void, Refused>> {
  const credentials = await readCredentials(directoryOf(context));
  if (!credentials.ok) return credentials;
  const which = whichOf(context, credentials.value, typed);
  if (!which.ok) return which;
  const name = which.value;
  const wanted = await wantedProject(context, name);
  if (!wanted.ok) return wanted;
  const { value } = wanted;
  if (value === undefined)
    return refuse(usageRefused('Nothing to set is named.', 'Give --project NAME, or --no-project.'));
  const changed = await changeCredentials(directoryOf(context), (now) => withProject(now, name, value));
  if (!changed.ok) return changed;
  const { server, project } = changed.value.profile;
  if (context.options.json) context.out.json({ profile: name, server, project });
  else context.out.line(`The profile ${name} works${inProject(project) || ' in all of the team'}.`);
  return ok(undefined);
}

async function renameProfile(
  context: CommandContext,
  from: string,
  to: string,
): Promise<Result<void, Refused>> {
  const renamed = await changeCredentials(directoryOf(context), (credentials) => {
    const changed = withNewName(credentials, from, to);
    return changed.ok ? ok({ credentials: changed.value }) : changed;
  });
  if (!renamed.ok) return renamed;
  if (context.options.json) context.out.json({ profile: to, before: from });
  else context.out.line(`The profile ${from} is called ${to} now.`);
  return ok(undefined);
}

async function remove(context: CommandContext, name: string): Promise<Result<void, Refused>> {
  const removed = await changeCredentials(directoryOf(context), (credentials) =>
    withoutProfile(credentials, name),
  );
  if (!removed.ok) return removed;
  reportForgotten(context, removed.value.removed);
  return ok(undefined);
}

export const profileListCommand = (context: CommandContext) => finish(context, list(context));
export const profileShowCommand = (context: CommandContext, name: string | undefined) =>
  finish(context, show(context, name));
export const profileUseCommand = (context: CommandContext, name: string) =>
  finish(context, use(context, name));
export const profileSetCommand = (context: CommandContext, name: string | undefined) =>
  finish(context, set(context, name));
export const profileRenameCommand = (context: CommandContext, from: string, to: string) =>
  finish(context, renameProfile(context, from, to));
export const profileRemoveCommand = (context: CommandContext, name: string) =>
  finish(context, remove(context, name));
