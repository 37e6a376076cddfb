/**
 * Sends a request, again with a growing, jittered pause when the server cannot be reached or is busy and
 * the request may be repeated.
 */
import { setTimeout as pause } from 'node:timers/promises';

export type Way = {
  /** Tried again when the server cannot be reached. Left out: for GET only. */
  repeatable?: boolean;
  /** For each try. */
  timeoutMs?: number;
};

const TRIES = 4;
const TIMEOUT_MS = 60_000;
const BUSY = new Set([429, 502, 503, 504]);
const LONGEST_WAIT_MS = 15_000;

/** Pause before the next try in ms: what the server asked for, else 150, 300, 600 with jitter. */
const waitBefore = (attempt: number, retryAfter: string | null) => {
  const asked = Number(retryAfter ?? Number.NaN) * 1000;
  return Number.isFinite(asked) ? asked : 150 * 2 ** attempt * (0.75 + Math.random() / 2);
};

const signalFor = (request: Request, { timeoutMs = TIMEOUT_MS }: Way) =>
  AbortSignal.any([AbortSignal.timeout(timeoutMs), request.signal]);

/** @throws what fetch throws at the last try */
export async function fetchRepeating(request: Request, way: Way): Promise<Response> {
  const repeatable = way.repeatable ?? request.method === 'GET';
  for (let attempt = 0; ; attempt += 1) {
    const last = !repeatable || attempt === TRIES - 1;
    let retryAfter: string | null = null;
    try {
      const answer = await fetch(request.clone(), { signal: signalFor(request, way) });
      retryAfter = answer.headers.get('retry-after');
      if (last || !BUSY.has(answer.status) || waitBefore(attempt, retryAfter) > LONGEST_WAIT_MS)
        return answer;
      await answer.arrayBuffer();
    } catch (error) {
      if (last || request.signal.aborted) throw error;
    }
    await pause(waitBefore(attempt, retryAfter));
  }
}
