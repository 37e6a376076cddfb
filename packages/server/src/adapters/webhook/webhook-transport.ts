/** CloudEvents by POST to anybody's address, signed. The id is the delivery's: a repetition has the same. */
import type { GuardedFetch } from '@gauntlet/host/guarded-fetch';
import { OutboundError } from '@gauntlet/host/guarded-fetch';
import {
  judgeAnswer,
  judgeUnreached,
  renderCloudEvent,
  type SendOrder,
  type Transport,
} from '../../notifications/index.ts';
import { signWebhook } from './sign-webhook.ts';

export function createWebhookTransport(fetch: GuardedFetch, version: string): Transport {
  return {
    send: async (order) => {
      if (order.access.kind !== 'webhook')
        throw new Error(`a webhook is asked to send by ${order.access.kind}`);
      const { settings, secrets } = order.access;
      const body = JSON.stringify(renderCloudEvent(order.notice, order.details, order.eventId));
      const headers = { 'user-agent': `gauntlet/${version}`, ...signedHeaders(secrets, order, body) };
      try {
        const answer = await fetch(settings.url, { method: 'POST', headers, body });
        const { status } = answer;
        const retryAfter = answer.headers.get('retry-after');
        return judgeAnswer('webhook', { status, retryAfter, body: await answer.text() }, order.now);
      } catch (cause) {
        if (!(cause instanceof OutboundError)) throw cause;
        return judgeUnreached(cause);
      }
    },
  };
}

type Secrets = { signingKey: string; previous?: string; previousUntil?: string };

function signedHeaders(
  { signingKey, previous, previousUntil }: Secrets,
  { deliveryId, now }: SendOrder,
  body: string,
): Record<string, string> {
  const timestampSeconds = Math.floor(now.getTime() / 1000);
  const isOldGood = previous !== undefined && previousUntil !== undefined && new Date(previousUntil) > now;
  const secrets = isOldGood ? [signingKey, previous] : [signingKey];
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': deliveryId,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signWebhook(secrets, { id: deliveryId, timestampSeconds, body }),
  };
}
