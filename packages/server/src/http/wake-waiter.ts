/**
 * Waits for a wake-up that concerns one execution, or any. A wake-up between two waits is not lost: it ends
 * the next wait at once. Wake-ups are hints; whoever waits looks again after a while without one.
 */
import type { WakeListener, WakeTopic } from '../kernel/wake.ts';

export type WakeWaiter = {
  /** Ends at a wake-up, after the time, or when the signal is given. */
  wait(milliseconds: number): Promise<void>;
};

export function createWakeWaiter(
  wakes: WakeListener,
  topics: readonly WakeTopic[],
  executionId: string | null,
  /** Stops the listening. */
  signal: AbortSignal,
): WakeWaiter {
  let heard = false;
  let end: (() => void) | null = null;
  const stops = topics.map((topic) =>
    wakes.on(topic, (wake) => {
      // One about nothing in particular says that something may have been missed.
      const about = wake.executionId ?? wake.streamId;
      if (executionId !== null && about !== undefined && about !== executionId) return;
      heard = true;
      end?.();
    }),
  );
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
  });
  return {
    wait: async (milliseconds) => {
      if (!heard && !signal.aborted) await waitFor(milliseconds, signal, (ready) => (end = ready));
      heard = false;
      end = null;
    },
  };
}

function waitFor(
  milliseconds: number,
  signal: AbortSignal,
  tell: (ready: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, milliseconds);
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
    signal.addEventListener('abort', finish);
    tell(finish);
  });
}
