/** Puts the end of a process into words. */
import { explainKill } from '../process/explain-kill.ts';
import type { ProcessEnd } from '../process/process-order.ts';

export function describeEnd(end: ProcessEnd): string {
  const { ended, exitCode, signal, error } = end;
  if (ended === 'not-started') return `could not be started: ${error ?? 'no reason is known'}`;
  if (ended === 'timed-out') return 'was ended because it took too long';
  if (ended === 'aborted') return 'was ended';
  const how = signal === null ? `ended with exit code ${exitCode ?? 'unknown'}` : `was killed by ${signal}`;
  return how + explainKill(end);
}

/** `what` with the last output below it, if there is any. */
export function withOutput(what: string, output: string): string {
  return output === '' ? what : `${what}\n\nThe last it printed:\n${output}`;
}
