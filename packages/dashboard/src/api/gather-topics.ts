/**
 * Asks again for what events concern: at once, and while that is under way or was a moment ago, once more
 * afterwards. An answer that is slower than the events come is waited for, and not asked for anew each time.
 */
export type Ask = (topic: string) => Promise<unknown>;
type Wait = (ms: number) => Promise<void>;

export type Gatherer = { concern: (topic: string) => void; stop: () => void };

export function createGatherer(ask: Ask, betweenMs: number, wait: Wait = waitMs): Gatherer {
  const busy = new Map<string, 'nothing new' | 'concerned again'>();
  let stopped = false;
  const follow = async (topic: string): Promise<void> => {
    do {
      busy.set(topic, 'nothing new');
      // What went wrong is told where the answer is shown.
      await ask(topic).catch(() => undefined);
      await wait(betweenMs);
    } while (!stopped && busy.get(topic) === 'concerned again');
    busy.delete(topic);
  };
  return {
    concern: (topic) => {
      if (stopped) return;
      if (busy.has(topic)) busy.set(topic, 'concerned again');
      else void follow(topic);
    },
    stop: () => {
      stopped = true;
    },
  };
}

const waitMs = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
