/** What a mail server's refusals mean: 4xx pass (RFC 5321, section 4.2.1), 5xx do not, a lost connection may. */
import { explainMailRefusal, type SendOutcome } from '../../notifications/index.ts';

export type Refused = Error & { responseCode?: number; response?: string; code?: string; recipient?: string };

/** Of each recipient, where the server said so of each; else the one error there is. */
export function refusedOf(cause: unknown): Refused[] {
  const { rejectedErrors } = cause as { rejectedErrors?: Refused[] };
  if (rejectedErrors && rejectedErrors.length > 0) return rejectedErrors;
  return cause instanceof Error ? [cause as Refused] : [];
}

type Outcome = Extract<SendOutcome, { sent: 'no' }>;

/** @param relayOf whose mail server it is */
export function judgeMail(refused: readonly Refused[], relayOf: 'channel' | 'server'): Outcome {
  const permanent = refused.filter(({ responseCode = 0 }) => responseCode >= 500);
  const [first] = refused;
  const ofRecipients = refused.some(({ recipient }) => recipient !== undefined);
  const isHopeless = refused.length > 0 && permanent.length === refused.length;
  return {
    sent: 'no',
    again: isHopeless ? 'never' : 'later',
    blames: ofRecipients ? 'message' : 'channel',
    message:
      refused.map((each) => wordsOf(each, relayOf)).join('; ') ||
      'The mail server refused it without a word.',
    response: first?.response
      ? { status: String(first.responseCode ?? ''), head: first.response.slice(0, 500) }
      : null,
  };
}

const wordsOf = ({ recipient, message, responseCode }: Refused, relayOf: 'channel' | 'server'): string =>
  recipient === undefined ? explainMailRefusal(message, responseCode, relayOf) : `${recipient}: ${message}`;
