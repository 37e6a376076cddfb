import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 20;

/** Looks until there is an answer. @throws when there is none within the time. */
export async function waitFor<Value>(
  what: string,
  seconds: number,
  look: () => Promise<Value | null>,
  everyMs = LOOK_MS,
): Promise<Value> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await look();
    if (answer !== null) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
    await pause(everyMs);
  }
}
