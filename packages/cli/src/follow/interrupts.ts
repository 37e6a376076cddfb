/**
 * Ctrl-C, and the signals that mean the same. The first asks for an orderly end; the second leaves at
 * once. Handlers of the process's `exit` event still run then, so a terminal gets its cursor back.
 */
import { EXIT } from '../exit-code.ts';

export type Interrupts = {
  first: AbortSignal;
  stop: () => void;
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function watchInterrupts(): Interrupts {
  const first = new AbortController();
  const onSignal = () => {
    if (first.signal.aborted) process.exit(EXIT.interrupted);
    first.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    first: first.signal,
    stop: () => {
      for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    },
  };
}
