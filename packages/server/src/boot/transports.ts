/** One transport for each kind of channel, all of them behind the rules for what may be reached. */
import { createGuardedFetch } from '@gauntlet/host/guarded-fetch';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { createMailTransport } from '../adapters/email/mail-transport.ts';
import { createGithubTransport } from '../adapters/github/github-transport.ts';
import { createSlackBotTransport } from '../adapters/slack/slack-bot-transport.ts';
import { createSlackWebhookTransport } from '../adapters/slack/slack-webhook-transport.ts';
import { createWebhookTransport } from '../adapters/webhook/webhook-transport.ts';
import type { Transports } from '../notifications/index.ts';
import type { SmtpChoices } from './smtp-settings.ts';

export type TransportSettings = {
  version: string;
  outboundAllow: readonly string[];
  smtp: SmtpChoices;
  /** For one request. A delivery makes five at most, which its lease has to outlast. */
  timeoutSeconds?: number;
};

const TIMEOUT_SECONDS = 15;
/** Enough for Slack to list a hundred messages. */
const MOST_BYTES = 4 * 2 ** 20;

export function createTransports({
  version,
  outboundAllow,
  smtp,
  timeoutSeconds = TIMEOUT_SECONDS,
}: TransportSettings): Transports {
  const parsed = parseOutboundAllow(outboundAllow.join(','));
  if (!parsed.ok) throw new Error(`GAUNTLET_OUTBOUND_ALLOW: ${parsed.message}`);
  const fetch = createGuardedFetch({ allowed: parsed.allowed, timeoutSeconds, mostBytes: MOST_BYTES });
  return {
    'slack-webhook': createSlackWebhookTransport(fetch),
    'slack-bot': createSlackBotTransport(fetch),
    email: createMailTransport({ ...smtp, allowed: parsed.allowed, timeoutSeconds }),
    webhook: createWebhookTransport(fetch, version),
    github: createGithubTransport(fetch, version),
  };
}
