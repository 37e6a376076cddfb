import { setTimeout as pause } from 'node:timers/promises';
import type { Group } from './group.ts';

/** Whoever stops a run does not wait long for its files and logs. */
const STOPPED_PATIENCE_MS = 10_000;
/** Told to end by a signal, the agent is about to be killed. */
const TERMINATED_PATIENCE_MS = 2_000;

/**
 * Waits for the work to settle; once the group is to stop only for a while, and not at all once nothing
 * can be said to the server.
 */
export const within = async ({ control }: Pick<Group, 'control'>, work: Promise<unknown>): Promise<void> => {
  const settled = new AbortController();
  const giveUp = async (): Promise<void> => {
    await aborted(control.stop, settled.signal);
    const patienceMs = control.stopReason() === 'terminated' ? TERMINATED_PATIENCE_MS : STOPPED_PATIENCE_MS;
    const signal = AbortSignal.any([control.end, settled.signal]);
    await pause(patienceMs, undefined, { signal }).catch(() => undefined); // Settled, or at its end: both go on.
  };
  try {
    await Promise.race([work, giveUp()]);
  } finally {
    settled.abort();
  }
};

const aborted = (signal: AbortSignal, instead: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const either = AbortSignal.any([signal, instead]);
    if (either.aborted) resolve();
    else either.addEventListener('abort', () => resolve(), { once: true });
  });
