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
} from '../connection/profiles.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { type Column, printTable } from '../terminal/table.ts';
import { reportForgotten } from './login.ts';
import { printFacts } from './print-facts.ts';

type Shown = { profile: string; current: boolean } & Omit<Profile, 'token'>;

const directoryOf = (context: CommandContext) => configDirectory(context.env, thisHost());

const shownOf = (current: string | null, name: string, { server, username, teamName }: Profile): Shown => ({
  profile: name,
  current: name === current,
  server,
  username,
  teamName,
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
  ]);
  return ok(undefined);
}

async function use(context: CommandContext, name: string): Promise<Result<void, Refused>> {
  const used = await changeCredentials(directoryOf(context), (credentials) => {
    const profile = findProfile(credentials, name);
    return profile.ok
      ? ok({ profile: profile.value, credentials: { ...credentials, current: name } })
      : profile;
  });
  if (!used.ok) return used;
  const { server } = used.value.profile;
  if (context.options.json) context.out.json({ profile: name, server });
  else context.out.line(`Commands now go to ${server} (profile ${name}).`);
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
export const profileRenameCommand = (context: CommandContext, from: string, to: string) =>
  finish(context, renameProfile(context, from, to));
export const profileRemoveCommand = (context: CommandContext, name: string) =>
  finish(context, remove(context, name));
