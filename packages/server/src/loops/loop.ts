/**
 * A loop: does its work at once when woken, and every `everySeconds` in case a wake-up was lost. Never
 * twice at the same time; a wake-up during the work means once more after it. An error is logged and
 * the next tick tries again.
 */
import type { Log } from '../kernel/log.ts';
import type { WakeListener, WakeTopic } from '../kernel/wake.ts';

export type Loop = { start(): void /** Waits for work under way. */; stop(): Promise<void>; wake(): void };

export type LoopSettings = {
  name: string;
  everySeconds: number;
  wakes: WakeListener;
  wakeOn: readonly WakeTopic[];
  log: Log;
  /** @returns `more` when there is work left that should not wait for the next tick. */
  work: () => Promise<'more' | 'done'>;
};

export function createLoop({ name, everySeconds, wakes, wakeOn, log, work }: LoopSettings): Loop {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  let unhear: (() => void)[] = [];

  const drain = async (): Promise<void> => {
    do {
      again = false;
      if ((await attempt()) === 'more') again = true;
    } while (again && !stopped);
  };
  const attempt = async (): Promise<'more' | 'done'> => {
    try {
      return await work();
    } catch (cause) {
      log.error({ loop: name, err: cause }, `the ${name} stumbled; it tries again at its next tick`);
      return 'done';
    }
  };
  const wake = (): void => {
    again = true;
    if (stopped || running) return;
    running = drain().finally(() => {
      running = null;
    });
  };
  return {
    wake,
    start: () => {
      unhear = wakeOn.map((topic) => wakes.on(topic, wake));
      timer = setInterval(wake, everySeconds * 1000);
      wake();
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      for (const stopHearing of unhear) stopHearing();
      await running;
    },
  };
}
