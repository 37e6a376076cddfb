import { Me } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import { normalUrl, readCredentials, writeCredentials } from '../connection/credentials.ts';
import { configDirectory, thisHost } from '../connection/data-directory.ts';
import { readServerUrl } from '../connection/server-url.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { LoginOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { deviceToken } from './device-login.ts';
import { readHidden } from './read-hidden.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function whichServer(context: CommandContext, url: string | undefined): Result<string, Refused> {
  const named = url ?? context.options.server ?? context.env.GAUNTLET_URL;
  if (named) return readServerUrl(named);
  return refuse(usageRefused('Which server?', 'Give its URL: gauntlet login https://gauntlet.example.org'));
}

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
  const baseUrl = whichServer(context, url);
  if (!baseUrl.ok) return baseUrl;
  warnOfPlainHttp(context, baseUrl.value);
  const token = await getToken(context, baseUrl.value, options);
  if (!token.ok) return token;
  const address = { baseUrl: baseUrl.value, token: token.value.trim() };
  const me = await askApi(address, (api) => api.GET('/api/v1/me'), Me);
  if (!me.ok) return me;
  const configDir = configDirectory(context.env, thisHost());
  const { servers } = await readCredentials(configDir);
  const { username, teamName } = me.value;
  const entry = { token: token.value.trim(), username, teamName };
  await writeCredentials(configDir, {
    current: baseUrl.value,
    servers: { ...servers, [baseUrl.value]: entry },
  });
  if (context.options.json) context.out.json({ server: baseUrl.value, ...me.value });
  else
    context.out.line(`Signed in to ${baseUrl.value} as ${printable(username)}, team ${printable(teamName)}.`);
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

async function logout(context: CommandContext, url: string | undefined): Promise<Result<ExitCode, Refused>> {
  const configDir = configDirectory(context.env, thisHost());
  const credentials = await readCredentials(configDir);
  const asked = url === undefined ? ok(credentials.current) : readServerUrl(url);
  if (!asked.ok) return asked;
  const known = asked.value === null ? undefined : credentials.servers[normalUrl(asked.value)];
  if (asked.value === null || known === undefined)
    return refuse(usageRefused('You are not signed in there.'));
  const { [normalUrl(asked.value)]: _, ...servers } = credentials.servers;
  const current = credentials.current === asked.value ? null : credentials.current;
  await writeCredentials(configDir, { current, servers });
  if (context.options.json) context.out.json({ server: asked.value });
  else context.out.line(`${asked.value} is forgotten. Its token stays good until it is revoked.`);
  return ok(EXIT.passed);
}

export async function logoutCommand(context: CommandContext, url: string | undefined): Promise<ExitCode> {
  const done = await logout(context, url);
  return done.ok ? done.value : reportRefused(context, done.error);
}
