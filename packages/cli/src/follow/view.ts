import type { ExecutionView } from '@gauntlet/contract';
import type { ReceivedEvent } from '../connection/received-event.ts';
import type { UnitWord } from './counts-text.ts';
import type { Progress } from './progress.ts';
import type { SummaryLinks } from './summary-lines.ts';

/** Where a run is shown: a terminal that can be redrawn, plain lines, or JSON lines. */
export type FollowView = {
  /** What is being done before there is an execution; each replaces the one before. */
  doing: (text: string) => void;
  /** Something to keep reading: a file left out, a lost connection. */
  note: (text: string) => void;
  submitted: (execution: { executionId: string; name: string; queuePosition: number | null }) => void;
  units: (word: UnitWord) => void;
  /** @param progress as it is after the event */
  event: (received: ReceivedEvent, progress: Progress) => void;
  contact: (state: 'connected' | 'lost', why: string) => void;
  /** The end with a verdict. */
  finish: (view: ExecutionView, links: SummaryLinks) => void;
  /** The end without one: the terminal is given back. */
  close: () => void;
};
