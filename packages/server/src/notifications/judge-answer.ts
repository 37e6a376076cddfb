/** Pure: what the answer of an HTTP receiver means for a delivery. */
import type { DeliveryResponse } from '@gauntlet/contract';
import { explainAnswer, explainConnection, type HttpKind } from './explain-refusal.ts';
import type { SendOutcome } from './ports.ts';

export type HttpAnswer = { status: number; retryAfter: string | null; body: string };

const LONGEST_HEAD = 500;

export const responseOf = ({ status, body }: Pick<HttpAnswer, 'status' | 'body'>): DeliveryResponse => ({
  status: String(status),
  head: body.slice(0, LONGEST_HEAD).toWellFormed().replaceAll('\0', '\u2400'),
});

/** That is a matter of the channel, and not of this one message. */
const OF_CHANNEL = new Set([401, 403, 404, 405, 408, 410, 425, 429]);

/** 2xx arrived. 408, 425, 429 and 5xx may pass, everything else will not by itself; redirects are not followed. */
export function judgeAnswer(kind: HttpKind, answer: HttpAnswer, now: Date): SendOutcome {
  const { status } = answer;
  const response = responseOf(answer);
  if (status >= 200 && status < 300) return { sent: 'yes', response, reference: null };
  const retryAfterSeconds = secondsOf(answer.retryAfter, now);
  const mayPass = status === 408 || status === 425 || status === 429 || status >= 500;
  return {
    sent: 'no',
    again: mayPass ? 'later' : 'never',
    blames: OF_CHANNEL.has(status) || status >= 500 ? 'channel' : 'message',
    message: explainAnswer(kind, answer),
    response,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  };
}

/** Nothing was answered. What this server may not reach does not come right by itself. */
export const judgeUnreached = ({ code, message }: { code: string; message: string }): SendOutcome => ({
  sent: 'no',
  again: code === 'refused' || code === 'not-an-address' ? 'never' : 'later',
  blames: 'channel',
  message: code === 'refused' ? message : explainConnection(message),
  response: null,
});

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function secondsOf(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const moment = Date.parse(retryAfter);
  return Number.isNaN(moment) ? null : Math.max(0, Math.ceil((moment - now.getTime()) / 1000));
}
