/** What an error of Slack's libraries means for a delivery: by what was answered, not by how they wrap it. */
import { OutboundError, type SeenAnswer } from '@gauntlet/host/guarded-fetch';
import { ErrorCode, type WebAPIPlatformError } from '@slack/web-api';
import {
  explainSlackRefusal,
  type HttpKind,
  judgeAnswer,
  judgeUnreached,
  responseOf,
  type SendOutcome,
} from '../../notifications/index.ts';

/** Slack's own troubles; every other refusal stays until somebody changes something. */
const MAY_PASS = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'team_added_to_org',
]);

type Kind = Extract<HttpKind, 'slack-bot' | 'slack-webhook'>;

export function judgeSlack(kind: Kind, cause: unknown, seen: SeenAnswer | null, now: Date): SendOutcome {
  const outbound = outboundOf(cause);
  if (outbound) return judgeUnreached(outbound);
  const refusal = refusalOf(cause);
  if (refusal !== null)
    return failed(explainSlackRefusal(refusal), MAY_PASS.has(refusal) ? 'later' : 'never', seen);
  const judged = seen && judgeAnswer(kind, seen, now);
  if (judged?.sent === 'no') return judged;
  return failed(cause instanceof Error ? cause.message : String(cause), 'later', seen);
}

/** Of the Web API, which says no with a 200. */
export function refusalOf(cause: unknown): string | null {
  const { code, data } = cause as Partial<WebAPIPlatformError>;
  return code === ErrorCode.PlatformError && data ? data.error : null;
}

function outboundOf(cause: unknown): OutboundError | null {
  if (cause instanceof OutboundError) return cause;
  const inner = (cause as { original?: unknown }).original ?? (cause as { cause?: unknown }).cause;
  return inner === undefined ? null : outboundOf(inner);
}

const failed = (message: string, again: 'later' | 'never', seen: SeenAnswer | null): SendOutcome => ({
  sent: 'no',
  again,
  blames: 'channel',
  message,
  response: seen && responseOf(seen),
});
