import type { ExecutionEvent } from '@gauntlet/contract';
import { parseJson } from './read-problem.ts';

/** `event` is null for a kind this version does not know: it is shown to programs and passed over for people. */
export type ReceivedEvent = {
  number: number;
  at: string;
  event: ExecutionEvent | null;
  raw: unknown;
};

type Parsers = Pick<typeof import('@gauntlet/contract'), 'RecordedExecutionEvent'>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * @param data of a message, as it came
 * @returns null for a message that is no event of an execution: a greeting, a ping
 */
export function receivedEvent(data: string, parsers: Parsers): ReceivedEvent | null {
  const raw = parseJson(data);
  const parsed = parsers.RecordedExecutionEvent.safeParse(raw);
  if (parsed.success) {
    const { number, at, event } = parsed.data;
    return { number, at, event, raw };
  }
  if (!isRecord(raw) || !isRecord(raw.event) || typeof raw.number !== 'number') return null;
  return { number: raw.number, at: typeof raw.at === 'string' ? raw.at : '', event: null, raw };
}
