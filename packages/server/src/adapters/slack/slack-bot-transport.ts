/**
 * Slack by a bot's token: one message for each execution, changed in place as it goes on, and what failed in
 * its thread.
 *
 * Slack knows no ids of ours to send by; so each message carries its delivery as metadata. After an attempt
 * whose end is not known the history is looked through for it before anything is posted again. Where the bot
 * may not read the history, it may then be posted twice.
 */
import { type GuardedFetch, watchedFetch } from '@gauntlet/host/guarded-fetch';
import { LogLevel, WebClient } from '@slack/web-api';
import {
  type Reference,
  renderSlackMessage,
  renderSlackReply,
  renderSlackSummary,
  responseOf,
  type SendOrder,
  type SlackMessage,
  type Transport,
} from '../../notifications/index.ts';
import { judgeSlack, refusalOf } from './judge-slack.ts';

const METADATA = 'gauntlet_delivery';
/** Of the history that is looked through. */
const MOST_LOOKED_AT = 100;

export function createSlackBotTransport(fetch: GuardedFetch): Transport {
  return {
    send: async (order) => {
      const { access, now } = order;
      if (access.kind !== 'slack-bot') throw new Error(`a Slack bot is asked to send by ${access.kind}`);
      const watched = watchedFetch(fetch);
      const client = new WebClient(access.secrets.token, {
        ...(access.settings.apiUrl === undefined ? {} : { slackApiUrl: withSlash(access.settings.apiUrl) }),
        fetch: watched.fetch,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
        logLevel: LogLevel.ERROR,
        logger: SILENT,
      });
      try {
        const reference = await tell(client, access.settings.channel, order);
        const seen = watched.last();
        return { sent: 'yes', response: seen && responseOf(seen), reference };
      } catch (cause) {
        return judgeSlack('slack-bot', cause, watched.last(), now);
      }
    },
  };
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

/** What goes wrong is recorded with the delivery; the library's own lines would only repeat it. */
const nothing = () => undefined;
const SILENT = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

async function tell(client: WebClient, channel: string, order: SendOrder): Promise<Reference> {
  const { notice, details } = order;
  if (notice.about !== 'execution') {
    const found = await findRoot(client, channel, order);
    return found ?? post(client, channel, renderSlackMessage(notice, details), order);
  }
  const root = await showSummary(client, channel, renderSlackSummary(notice, details), order);
  const reply = renderSlackReply(notice, details);
  if (reply === null || order.own?.replied !== undefined) return root;
  const isThere = order.attempt > 1 && (await hasReply(client, root, order));
  if (!isThere) await post(client, root.channel, reply, order, root.ts);
  return { ...root, replied: order.deliveryId };
}

type Root = Reference & { channel: string; ts: string };

/** The execution's message: changed, or posted where there is none (any more). */
async function showSummary(
  client: WebClient,
  channel: string,
  summary: SlackMessage,
  order: SendOrder,
): Promise<Root> {
  const known = rootOf(order.own) ?? rootOf(order.earlier) ?? (await findRoot(client, channel, order));
  const changed = known && (await update(client, known, summary));
  const root = changed ?? (await post(client, channel, summary, order));
  await order.note({ ...root, ...(order.own?.replied === undefined ? {} : { replied: order.own.replied }) });
  return root;
}

const rootOf = (reference: Reference | null): Root | null =>
  reference?.channel === undefined || reference.ts === undefined
    ? null
    : { channel: reference.channel, ts: reference.ts };

/** Null: somebody has deleted it. */
async function update(client: WebClient, root: Root, message: SlackMessage): Promise<Root | null> {
  try {
    await client.chat.update({ channel: root.channel, ts: root.ts, ...message });
    return root;
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === 'message_not_found' || refusal === 'cant_update_message') return null;
    throw cause;
  }
}

async function post(
  client: WebClient,
  channel: string,
  message: SlackMessage,
  { deliveryId }: SendOrder,
  thread?: string,
): Promise<Root> {
  const posted = await client.chat.postMessage({
    channel,
    ...message,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    metadata: { event_type: METADATA, event_payload: { delivery_id: deliveryId } },
    unfurl_links: false,
    unfurl_media: false,
  });
  if (posted.channel === undefined || posted.ts === undefined)
    throw new Error('Slack took the message and did not say where it is.');
  return { channel: posted.channel, ts: posted.ts };
}

type Listed = { ts?: string; metadata?: { event_type?: string; event_payload?: object } };

const isOurs = ({ metadata }: Listed, deliveryId: string): boolean =>
  metadata?.event_type === METADATA &&
  (metadata.event_payload as { delivery_id?: unknown } | undefined)?.delivery_id === deliveryId;

async function findRoot(client: WebClient, channel: string, order: SendOrder): Promise<Root | null> {
  if (order.attempt === 1) return null;
  const oldest = String(Math.floor(order.createdAt.getTime() / 1000) - 60);
  const question = { channel, oldest, limit: MOST_LOOKED_AT, include_all_metadata: true };
  const listed = await unlessRefused(client.conversations.history(question));
  const found = (listed?.messages ?? []).find((message) => isOurs(message as Listed, order.deliveryId));
  return found?.ts === undefined ? null : { channel, ts: found.ts };
}

async function hasReply(client: WebClient, root: Root, order: SendOrder): Promise<boolean> {
  const question = { channel: root.channel, ts: root.ts, limit: MOST_LOOKED_AT, include_all_metadata: true };
  const listed = await unlessRefused(client.conversations.replies(question));
  const replies = (listed?.messages ?? []).filter(({ ts }) => ts !== root.ts);
  return replies.some((message) => isOurs(message as Listed, order.deliveryId));
}

/** Null: the bot may not look, which keeps nothing from being told. */
async function unlessRefused<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (cause) {
    if (refusalOf(cause) !== null) return null;
    throw cause;
  }
}
