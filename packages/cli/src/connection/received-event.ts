import type { ExecutionEvent } from '@gauntlet/contract';
import { parseJson } from './read-problem.ts';
import type { SseMessage } from './sse-reader.ts';

/** `event` is null for a kind this version does not know: it is shown to programs and passed over for people. */
export type ReceivedEvent = {
  number: number;
  at: string;
  event: ExecutionEvent | null;
  raw: unknown;
};

type Parsers = Pick<typeof import('@gauntlet/contract'), 'RecordedExecutionEvent' | 'ExecutionEvent'>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A message that carries the event's data alone, its number and type being the message's own. */
function fromDataAlone(
  message: SseMessage,
  raw: unknown,
  executionId: string,
  parsers: Parsers,
): ReceivedEvent | null {
  const number = Number(message.id);
  if (!Number.isSafeInteger(number) || number < 1) return null;
  const at = new Date().toISOString();
  const event = { type: message.event, data: raw };
  const parsed = parsers.ExecutionEvent.safeParse(event);
  return { number, at, event: parsed.success ? parsed.data : null, raw: { executionId, number, at, event } };
}

/** @returns null for a message that is no event of an execution: a greeting, a ping. */
export function receivedEvent(
  message: SseMessage,
  executionId: string,
  parsers: Parsers,
): ReceivedEvent | null {
  const raw = parseJson(message.data);
  if (!isRecord(raw)) return null;
  const parsed = parsers.RecordedExecutionEvent.safeParse(raw);
  if (parsed.success) {
    const { number, at, event } = parsed.data;
    return { number, at, event, raw };
  }
  if (isRecord(raw.event) && typeof raw.number === 'number') {
    return { number: raw.number, at: typeof raw.at === 'string' ? raw.at : '', event: null, raw };
  }
  return fromDataAlone(message, raw, executionId, parsers);
}
