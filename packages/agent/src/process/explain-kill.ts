/** What is to be said besides of a process that was killed, as processes are that take too much memory. */
import type { ProcessEnd } from './process-order.ts';

/** Of a shell whose program was killed: 128 and the number of SIGKILL. In a container that is all one learns. */
const KILLED = 137;
const HOW = 'which is how the system ends what takes too much memory';

/** @returns '', or words that go on behind those of how it ended */
export function explainKill({ ended, exitCode, signal }: ProcessEnd): string {
  if (ended !== 'exited') return '';
  if (signal === 'SIGKILL') return `, ${HOW}`;
  return exitCode === KILLED ? `: it was killed, ${HOW}` : '';
}
