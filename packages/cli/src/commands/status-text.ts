import type { ExecutionStatus, ExecutionSummary, Verdict } from '@gauntlet/contract';
import type { Paint } from '../terminal/paint.ts';

type State = Pick<ExecutionSummary, 'status' | 'verdict'> & Partial<Pick<ExecutionSummary, 'queuePosition'>>;

/** One word: the verdict when there is one, else what is being done. */
export function statusText({ status, verdict, queuePosition }: State): string {
  if (verdict !== null) return verdict;
  return status === 'queued' && typeof queuePosition === 'number' ? `queued (${queuePosition})` : status;
}

const VERDICT_COLOUR: Record<Verdict, keyof Paint> = {
  passed: 'green',
  flaky: 'yellow',
  failed: 'red',
  infrastructure: 'red',
  timeout: 'red',
  cancelled: 'dim',
  expired: 'red',
  rejected: 'red',
};
const WAITING: ReadonlySet<ExecutionStatus> = new Set([
  'submitted',
  'validating',
  'queued',
  'scheduled',
  'retrying',
]);

export function paintStatus(text: string, { status, verdict }: State, paint: Paint): string {
  if (verdict !== null) return paint[VERDICT_COLOUR[verdict]](text);
  return WAITING.has(status) ? paint.dim(text) : paint.cyan(text);
}
