/** Slack's incoming webhooks: a message each, which nothing can change afterwards. */
import { type GuardedFetch, watchedFetch } from '@gauntlet/host/guarded-fetch';
import { IncomingWebhook } from '@slack/webhook';
import { renderSlackMessage, responseOf, type Transport } from '../../notifications/index.ts';
import { judgeSlack } from './judge-slack.ts';

export function createSlackWebhookTransport(fetch: GuardedFetch): Transport {
  return {
    send: async ({ access, notice, details, now }) => {
      if (access.kind !== 'slack-webhook')
        throw new Error(`a Slack webhook is asked to send by ${access.kind}`);
      const watched = watchedFetch(fetch);
      const webhook = new IncomingWebhook(access.secrets.url, { fetch: watched.fetch });
      try {
        await webhook.send({
          ...renderSlackMessage(notice, details),
          unfurl_links: false,
          unfurl_media: false,
        });
        const seen = watched.last();
        return { sent: 'yes', response: seen && responseOf(seen), reference: null };
      } catch (cause) {
        return judgeSlack('slack-webhook', cause, watched.last(), now);
      }
    },
  };
}
