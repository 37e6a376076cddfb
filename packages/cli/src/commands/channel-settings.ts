/** The settings of a channel as they are typed: those of its kind, none of them secret. */
import type { ChannelKind } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { z } from 'zod';
import type { ChannelSettingsOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';

export function channelSettings(
  kind: ChannelKind,
  options: ChannelSettingsOptions,
): Result<Record<string, unknown>, Refused> {
  const { to, from, channel, url, repository, report, context, apiUrl } = options;
  const smtp = options.smtp === undefined ? ok(undefined) : smtpOf(options.smtp);
  if (!smtp.ok) return smtp;
  const all = { to, from, smtp: smtp.value, channel, url, repository, report, context, apiUrl };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  const other = given.find(([name]) => !SETTINGS[kind].includes(name));
  if (other === undefined) return ok(Object.fromEntries(given));
  const flag = other[0] === 'apiUrl' ? 'api-url' : other[0];
  return refuse(usageRefused(`--${flag} is nothing that a channel of the kind ${kind} has.`));
}

const SETTINGS: Readonly<Record<ChannelKind, readonly string[]>> = {
  'slack-webhook': [],
  'slack-bot': ['channel', 'apiUrl'],
  email: ['to', 'from', 'smtp'],
  webhook: ['url'],
  github: ['repository', 'report', 'context', 'apiUrl'],
};

function smtpOf(text: string): Result<Record<string, unknown>, Refused> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol))
    return refuse(usageRefused('--smtp must be like smtps://user@host:465 or smtp://user@host:587.'));
  if (url.password !== '')
    return refuse(usageRefused('A password is never taken from the command line: it is asked for.'));
  return ok({
    host: url.hostname,
    tls: url.protocol === 'smtps:' ? 'implicit' : 'starttls',
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
  });
}

export const notRight = (error: z.ZodError, what: string): Refused => {
  const [issue] = error.issues;
  return usageRefused(
    `${what} is not right: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not acceptable'}.`,
    '`gauntlet channel add --help` has examples.',
  );
};
