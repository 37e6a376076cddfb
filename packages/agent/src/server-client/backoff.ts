const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Doubles from 0.1 s to 5 s; half of it is chance, so that many agents do not come back as one. */
export const backoffMs = (failures: number, random: () => number = Math.random): number => {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16));
  return full / 2 + (full / 2) * random();
};

const LONGEST_WAIT_MS = 60_000;

/** The header's seconds or date as milliseconds from now; null when there is none that can be read. */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | null => {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, waitMs));
};
