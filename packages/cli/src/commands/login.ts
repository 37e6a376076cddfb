import { Me } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import { changeCredentials, readCredentials } from '../connection/credentials.ts';
import { configDirectory, thisHost } from '../connection/data-directory.ts';
import {
  type Credentials,
  findProfile,
  type Profile,
  readProfileName,
  withLogin,
  withoutProfile,
} from '../connection/profiles.ts';
import { readServerUrl } from '../connection/server-url.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { LoginOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { deviceToken } from './device-login.ts';
import { readHidden } from './read-hidden.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

type Wanted = { server: string; name: string | null };

/** The server, and the name it is kept under; a profile that is there knows its server. */
async function whichServer(
  context: CommandContext,
  configDir: string,
  url: string | undefined,
): Promise<Result<Wanted, Refused>> {
  const typed = context.options.profile ?? context.env.GAUNTLET_PROFILE;
  const name = typed ? readProfileName(typed) : ok(null);
  if (!name.ok) return name;
  const credentials = await readCredentials(configDir);
  if (!credentials.ok) return credentials;
  const known = name.value === null ? null : findProfile(credentials.value, name.value);
  const ofProfile = known?.ok ? known.value.server : undefined;
  const named = url ?? context.options.server ?? ofProfile ?? context.env.GAUNTLET_URL;
  if (!named)
    return refuse(usageRefused('Which server?', 'Give its URL: gauntlet login https://gauntlet.example.org'));
  const server = readServerUrl(named);
  if (!server.ok) return server;
  // Before anybody signs in for nothing.
  const fits = withLogin(credentials.value, name.value, { ...NOBODY_YET, server: server.value });
  return fits.ok ? ok({ server: server.value, name: name.value }) : fits;
}

const NOBODY_YET = { token: '', username: '', teamName: '' };

/** A token crosses the network with every call; that should not be in the clear. */
function warnOfPlainHttp(context: CommandContext, baseUrl: string): void {
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol === 'http:' && !LOOPBACK.has(hostname)) {
    context.err.line(
      `${context.err.paint.yellow(context.err.symbols.warning)} ${baseUrl} is not encrypted: others on the way can read the token.`,
    );
  }
}

/** A token that is given or piped in is taken; a person at a terminal, or --device, signs in by a browser. */
function getToken(
  context: CommandContext,
  baseUrl: string,
  { device, withToken }: LoginOptions,
): Promise<Result<string, Refused>> {
  if (device) return deviceToken(context, baseUrl, 'leave-alone');
  const given = context.options.token ?? context.env.GAUNTLET_TOKEN;
  if (given) return Promise.resolve(ok(given));
  if (withToken || !context.stdin.isTTY) return readHidden(context, `Token for ${baseUrl}`);
  return deviceToken(context, baseUrl, 'may-open');
}

async function login(
  context: CommandContext,
  url: string | undefined,
  options: LoginOptions,
): Promise<Result<ExitCode, Refused>> {
  const configDir = configDirectory(context.env, thisHost());
  const wanted = await whichServer(context, configDir, url);
  if (!wanted.ok) return wanted;
  const { server } = wanted.value;
  warnOfPlainHttp(context, server);
  const given = await getToken(context, server, options);
  if (!given.ok) return given;
  const token = given.value.trim();
  const me = await askApi({ baseUrl: server, token }, (api) => api.GET('/api/v1/me'), Me);
  if (!me.ok) return me;
  const { username, teamName } = me.value;
  const kept = await changeCredentials(configDir, (credentials) =>
    withLogin(credentials, wanted.value.name, { server, token, username, teamName }),
  );
  if (!kept.ok) return kept;
  const { name } = kept.value;
  if (context.options.json) context.out.json({ server, profile: name, ...me.value });
  else {
    context.out.line(`Signed in to ${server} as ${printable(username)}, team ${printable(teamName)}.`);
    context.err.line(context.err.paint.dim(`Kept as the profile ${name}, which later commands use.`));
  }
  return ok(EXIT.passed);
}

export async function loginCommand(
  context: CommandContext,
  url: string | undefined,
  options: LoginOptions,
): Promise<ExitCode> {
  const done = await login(context, url, options);
  return done.ok ? done.value : reportRefused(context, done.error);
}

/** The profile that is named, the one of the URL, or the current one. */
function whichToForget(
  { current, profiles }: Credentials,
  asked: { profile: string | undefined; server: string | null },
): Result<string, Refused> {
  if (asked.profile) return ok(asked.profile);
  if (asked.server === null)
    return current === null ? refuse(usageRefused('You are not signed in.')) : ok(current);
  const names = Object.keys(profiles).filter((name) => profiles[name]?.server === asked.server);
  const [only] = names;
  if (only === undefined) return refuse(usageRefused('You are not signed in there.'));
  if (names.length === 1) return ok(only);
  const several = `You are signed in there by several profiles: ${names.sort().join(', ')}.`;
  return refuse(usageRefused(several, 'Name one: gauntlet logout --profile NAME'));
}

async function logout(context: CommandContext, url: string | undefined): Promise<Result<ExitCode, Refused>> {
  const asked = url === undefined ? ok(null) : readServerUrl(url);
  if (!asked.ok) return asked;
  const profile = url === undefined ? (context.options.profile ?? context.env.GAUNTLET_PROFILE) : undefined;
  const forgotten = await changeCredentials(configDirectory(context.env, thisHost()), (credentials) => {
    const name = whichToForget(credentials, { profile, server: asked.value });
    return name.ok ? withoutProfile(credentials, name.value) : name;
  });
  if (!forgotten.ok) return forgotten;
  reportForgotten(context, forgotten.value.removed);
  return ok(EXIT.passed);
}

export function reportForgotten({ options, out }: CommandContext, { server }: Profile): void {
  if (options.json) out.json({ server });
  else out.line(`${server} is forgotten. Its token stays good until it is revoked.`);
}

export async function logoutCommand(context: CommandContext, url: string | undefined): Promise<ExitCode> {
  const done = await logout(context, url);
  return done.ok ? done.value : reportRefused(context, done.error);
}
