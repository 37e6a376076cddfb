/**
 * When requests go to one API server, so that Gauntlet is not the one who makes it busy: so many in a second, so
 * many at once, and what ends or finishes something before what begins something. It owns who waits; a watch,
 * once it is open, is no request any more.
 *
 * API Priority and Fairness, on by default since 1.20, gives all service accounts of a cluster together some 100
 * of 245 shares of 600 requests at once, and answers 429 beyond: a few at once stay far below it. client-go's
 * own limit, of 5 a second, would let 500 groups (1,500 requests) wait for five minutes.
 */

/** In this order: ends, then what is half done, then looking, then what is new. */
const URGENCIES = ['end', 'finish', 'look', 'begin'] as const;
export type Urgency = (typeof URGENCIES)[number];

export type PaceLimits = { perSecond: number; burst: number; atOnce: number };

export const USUAL_PACE: PaceLimits = { perSecond: 100, burst: 100, atOnce: 10 };

export type Pacer = {
  run<Value>(urgency: Urgency, work: () => Promise<Value>): Promise<Value>;
  /** It said that it is too busy: nothing is begun before that. */
  pause(seconds: number): void;
};

type Ticker = { now(): number; after(ms: number, work: () => void): void };

const REAL_TICKER: Ticker = {
  now: () => performance.now(),
  after: (ms, work) => {
    setTimeout(work, ms);
  },
};

export function createPacer(limits: PaceLimits = USUAL_PACE, ticker: Ticker = REAL_TICKER): Pacer {
  const waiting = URGENCIES.map((): (() => void)[] => []);
  let running = 0;
  let tokens = limits.burst;
  let countedAt = ticker.now();
  let notBefore = 0;
  let woken = false;

  const refill = (now: number): void => {
    tokens = Math.min(limits.burst, tokens + ((now - countedAt) * limits.perSecond) / 1000);
    countedAt = now;
  };
  const wakeIn = (ms: number): void => {
    if (woken) return;
    woken = true;
    ticker.after(Math.max(1, Math.ceil(ms)), () => {
      woken = false;
      begin();
    });
  };
  /** How long the next one still has to wait. */
  const waitMs = (): number => {
    const now = ticker.now();
    refill(now);
    return Math.max(notBefore - now, tokens < 1 ? ((1 - tokens) * 1000) / limits.perSecond : 0);
  };
  const begin = (): void => {
    for (;;) {
      const queue = waiting.find(({ length }) => length > 0);
      if (!queue || running >= limits.atOnce) return;
      const ms = waitMs();
      if (ms > 0) {
        wakeIn(ms);
        return;
      }
      tokens -= 1;
      running += 1;
      queue.shift()?.();
    }
  };
  return {
    run: async (urgency, work) => {
      await new Promise<void>((resolve) => {
        waiting[URGENCIES.indexOf(urgency)]?.push(resolve);
        begin();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        begin();
      }
    },
    pause: (seconds) => {
      notBefore = Math.max(notBefore, ticker.now() + seconds * 1000);
    },
  };
}
