/** The states that an execution went through, with how long it stayed in each: its way through diagram 3.1. */
import type { Recorded } from '../queries.ts';

export type StateSpan = {
  state: string;
  at: number;
  /** `null` while it is in it, and for the last. */
  until: number | null;
  attempt: number;
  because: string;
  message: string | null;
};

export function readStates(events: readonly Recorded[]): StateSpan[] {
  const spans: StateSpan[] = [];
  for (const { at, event } of events) {
    if (event.type !== 'status-changed') continue;
    const { to, attempt, because, message } = event.data;
    const moment = Date.parse(at);
    const last = spans.at(-1);
    if (last) last.until = moment;
    spans.push({ state: to, at: moment, until: null, attempt, because, message: message ?? null });
  }
  return spans;
}

/** Nothing comes after these. */
export const isLastState = (state: string): boolean => state === 'archived' || state === 'rejected';
