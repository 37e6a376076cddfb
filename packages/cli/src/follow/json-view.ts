import type { ExecutionView } from '@gauntlet/contract';
import type { Output } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import type { SummaryLinks } from './summary-lines.ts';
import type { FollowView } from './view.ts';

const asRecord = (raw: unknown): Record<string, unknown> =>
  typeof raw === 'object' && raw !== null ? { ...raw } : { raw };

/** The last line of `gauntlet run --json`. */
function summaryObject(view: ExecutionView, links: SummaryLinks) {
  return {
    type: 'summary',
    executionId: view.executionId,
    verdict: view.verdict,
    ...(view.failureReason === null ? {} : { failureReason: view.failureReason }),
    ...(view.failureMessage === null ? {} : { failureMessage: view.failureMessage }),
    counts: view.counts,
    durationMs: view.durationMs,
    report: links.report,
  };
}

/** One object a line on standard output: each event as the server has it, the summary last. Words go to `words`. */
export function createJsonView(output: Output, words: Output): FollowView {
  return {
    doing: () => undefined,
    note: (text) => words.line(printable(text)),
    submitted: () => undefined,
    units: () => undefined,
    event: (received) => output.json({ ...asRecord(received.raw), type: 'event' }, 'line'),
    contact: (state, why) => {
      if (state === 'lost') words.line(`Connection lost (${printable(why)}), reconnecting`);
    },
    finish: (view, links) => output.json(summaryObject(view, links), 'line'),
    close: () => undefined,
  };
}
