import { setTimeout as pause } from 'node:timers/promises';

/** Of what hangs: the machine that runs these may be busy with other suites, and three times as slow as alone. */
const DEADLINE_SECONDS = 100;

const LOOK_EVERY_MS = 25;

/**
 * Looks again and again until `look` answers something, and answers that. What it throws counts as "not
 * yet", and is the cause when the deadline passes.
 */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined | null | false> | Value | undefined | null | false,
  seconds = DEADLINE_SECONDS,
): Promise<Value> {
  const deadline = performance.now() + seconds * 1000;
  let cause: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== null && seen !== false) return seen;
      cause = undefined;
    } catch (failure) {
      cause = failure;
    }
    if (performance.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}.`, { cause });
    await pause(LOOK_EVERY_MS);
  }
}
