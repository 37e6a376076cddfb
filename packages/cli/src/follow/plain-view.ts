import type { Output } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import type { UnitWord } from './counts-text.ts';
import { lookOf } from './look.ts';
import { plainLines } from './plain-lines.ts';
import { summaryLines } from './summary-lines.ts';
import type { FollowView } from './view.ts';

/** Lines for logs: wide enough that nothing is wrapped in the middle of a message. */
const COLUMNS = 160;

export function createPlainView(output: Output): FollowView {
  let word: UnitWord = 'unit';
  let lost = false;
  const look = () => ({ ...lookOf(output), columns: COLUMNS });
  const lines = (all: readonly string[]) => {
    for (const line of all) output.line(line);
  };
  return {
    doing: (text) => output.line(printable(text)),
    note: (text) => output.line(`Note: ${printable(text)}`),
    submitted: ({ executionId, name, queuePosition }) => {
      const position = queuePosition === null ? '' : `, position ${queuePosition} in the queue`;
      output.line(`Submitted ${printable(name)} as ${executionId}${position}`);
    },
    units: (named) => {
      word = named;
    },
    event: (received, progress) => {
      if (received.event !== null) lines(plainLines(received.event, progress, word, look()));
    },
    contact: (state, why) => {
      if (state === 'lost' && !lost) output.line(`Connection lost (${printable(why)}), reconnecting`);
      if (state === 'connected' && lost) output.line('Connected again');
      lost = state === 'lost';
    },
    finish: (view, links) => lines(summaryLines(view, links, word, look())),
    close: () => undefined,
  };
}
