/** Making a channel: what is secret is asked for or read from standard input, never taken from the command line. */
import { randomBytes } from 'node:crypto';
import { ChannelChange, ChannelKind, ChannelRequest, ChannelView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { ChannelSettingsOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { showChannel, withChannel } from './channel.ts';
import { channelSettings, notRight } from './channel-settings.ts';
import { readHidden } from './read-hidden.ts';
import { withServer } from './with-server.ts';

const WEBHOOK_KEY_BYTES = 32;

/** `made`: what was thought out here, to be shown once. */
type Secrets = { secrets: Record<string, string>; made: string | null };

async function readSecrets(
  context: CommandContext,
  kind: ChannelKind,
  wantsPassword: boolean,
): Promise<Result<Secrets, Refused>> {
  if (kind === 'webhook') {
    const signingKey = `whsec_${randomBytes(WEBHOOK_KEY_BYTES).toString('base64')}`;
    return ok({ secrets: { signingKey }, made: signingKey });
  }
  if (kind === 'email' && !wantsPassword) return ok({ secrets: {}, made: null });
  const [name, question] = SECRETS[kind];
  const value = await readHidden(context, question);
  return value.ok ? ok({ secrets: { [name]: value.value }, made: null }) : value;
}

const SECRETS: Readonly<Record<Exclude<ChannelKind, 'webhook'>, readonly [name: string, question: string]>> =
  {
    'slack-webhook': ['url', 'Address of the incoming webhook'],
    'slack-bot': ['token', "The bot's token"],
    email: ['password', 'Password for the mail server'],
    github: ['token', 'Token for GitHub'],
  };

export async function channelAddCommand(
  context: CommandContext,
  typed: { kind: string; name: string },
  options: ChannelSettingsOptions,
): Promise<ExitCode> {
  const kind = ChannelKind.safeParse(typed.kind);
  if (!kind.success)
    return reportRefused(
      context,
      usageRefused(`There is no kind "${typed.kind}".`, `Kinds are ${ChannelKind.options.join(', ')}.`),
    );
  const settings = channelSettings(kind.data, options);
  if (!settings.ok) return reportRefused(context, settings.error);
  return withServer(context, async ({ address }) => {
    const wantsPassword = (settings.value.smtp as { username?: string } | undefined)?.username !== undefined;
    const read = await readSecrets(context, kind.data, wantsPassword);
    if (!read.ok) return read;
    const { secrets, made } = read.value;
    const order = { kind: kind.data, name: typed.name, settings: settings.value, secrets };
    const request = ChannelRequest.safeParse(order);
    if (!request.success) return refuse(notRight(request.error, 'The channel'));
    const body = request.data;
    const channel = await askApi(address, (api) => api.POST('/api/v1/channels', { body }), ChannelView);
    if (!channel.ok) return channel;
    tell(context, channel.value, made, 'is made');
    return ok(undefined);
  });
}

export function channelSecretCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withChannel(context, named, async (connection, id) => {
    const shown = await showChannel(connection, id);
    if (!shown.ok) return shown;
    const { kind } = shown.value;
    const read = await readSecrets(context, kind, true);
    if (!read.ok) return read;
    const change = ChannelChange.safeParse({ kind, secrets: read.value.secrets });
    if (!change.success) return refuse(notRight(change.error, 'The value'));
    const changed = await askApi(
      connection.address,
      (api) => api.PATCH('/api/v1/channels/{id}', { params: { path: { id } }, body: change.data }),
      ChannelView,
    );
    if (!changed.ok) return changed;
    tell(context, changed.value, read.value.made, 'has it');
    return ok(undefined);
  });
}

/** The key on standard output alone, so that it can go where it is needed. */
function tell(context: CommandContext, channel: ChannelView, made: string | null, said: string): void {
  if (context.options.json) {
    context.out.json(made === null ? channel : { ...channel, signingKey: made });
    return;
  }
  const line = `The channel ${printable(channel.name)} ${said}. Try it: gauntlet channel test ${shellWord(channel.name)}`;
  if (made === null) {
    context.out.line(line);
    return;
  }
  context.err.line(line);
  context.err.line('What goes out is signed with this key, which is shown this once:');
  context.out.line(made);
}
