/** Puts the end of a process into words. */
import type { ProcessEnd } from '../process/process-order.ts';

export function describeEnd({ ended, exitCode, signal, error }: ProcessEnd): string {
  if (ended === 'not-started') return `could not be started: ${error ?? 'no reason is known'}`;
  if (ended === 'timed-out') return 'was ended because it took too long';
  if (ended === 'aborted') return 'was ended';
  return signal === null ? `ended with exit code ${exitCode ?? 'unknown'}` : `was killed by ${signal}`;
}

/** `what` with the last output below it, if there is any. */
export function withOutput(what: string, output: string): string {
  return output === '' ? what : `${what}\n\nThe last it printed:\n${output}`;
}
