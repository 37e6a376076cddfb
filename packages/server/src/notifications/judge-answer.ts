/** Pure: what the answer of an HTTP receiver means for a delivery. */
import type { DeliveryResponse } from '@gauntlet/contract';
import type { SendOutcome } from './ports.ts';

export type HttpAnswer = { status: number; retryAfter: string | null; body: string };

const LONGEST_HEAD = 500;

export const responseOf = ({ status, body }: Pick<HttpAnswer, 'status' | 'body'>): DeliveryResponse => ({
  status: String(status),
  head: body.slice(0, LONGEST_HEAD).toWellFormed().replaceAll('\0', '\u2400'),
});

/** 2xx arrived. 408, 425, 429 and 5xx may pass, everything else will not by itself; redirects are not followed. */
export function judgeAnswer(answer: HttpAnswer, now: Date): SendOutcome {
  const { status } = answer;
  const response = responseOf(answer);
  if (status >= 200 && status < 300) return { sent: 'yes', response, reference: null };
  const retryAfterSeconds = secondsOf(answer.retryAfter, now);
  const mayPass = status === 408 || status === 425 || status === 429 || status >= 500;
  const message =
    status >= 300 && status < 400
      ? `It answered ${status}: redirects are not followed. Give the address that it leads to.`
      : `It answered ${status}.`;
  return {
    sent: 'no',
    again: mayPass ? 'later' : 'never',
    blames: mayPass ? 'channel' : 'message',
    message,
    response,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  };
}

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function secondsOf(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const moment = Date.parse(retryAfter);
  return Number.isNaN(moment) ? null : Math.max(0, Math.ceil((moment - now.getTime()) / 1000));
}
