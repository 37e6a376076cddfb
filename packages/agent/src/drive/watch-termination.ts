/**
 * What the agent does when it is told to end: TERM ends the tests in order and reports what was done; the
 * second TERM, or the grace passing, ends everything at once.
 */

import { endTree } from '@gauntlet/host/process-tree';
import type { AgentLog } from '../logs/agent-log.ts';
import type { RunControl } from './run-control.ts';

export type Termination = { setGrace: (graceSeconds: number) => void; end: () => void };

export type TerminationOptions = {
  control: RunControl;
  mark: string;
  log: AgentLog;
  exit: (code: number) => void;
};

const FIRST_GRACE_SECONDS = 10;
/** For the last reports, after the tree has had its grace. */
const REPORT_SECONDS = 3;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export const watchTermination = ({ control, mark, log, exit }: TerminationOptions): Termination => {
  let graceSeconds = FIRST_GRACE_SECONDS;
  let timer: NodeJS.Timeout | undefined;

  const kill = async (why: string): Promise<void> => {
    log.warn('ending at once', { why });
    control.askEnd('killed');
    await endTree({ mark }, 0);
    exit(143);
  };
  const onSignal = (signal: string): void => {
    if (timer) return void kill('asked a second time');
    log.info('told to end', { signal });
    timer = setTimeout(() => void kill('the grace has passed'), (graceSeconds + REPORT_SECONDS) * 1000);
    control.askStop('terminated');
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  // Whoever started the agent may go, and its terminal with it.
  process.on('SIGHUP', () => undefined);
  return {
    setGrace: (seconds) => {
      graceSeconds = seconds;
    },
    end: () => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
};
