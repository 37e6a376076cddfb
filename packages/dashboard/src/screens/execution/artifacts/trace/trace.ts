/** A trace of Playwright as it is shown: all times in milliseconds since its beginning. */

export type TraceStep = {
  id: string;
  title: string;
  depth: number;
  /** What the runner does around the test: hooks and fixtures. */
  around: boolean;
  /** In milliseconds since the beginning of the trace; null: it never came to its end. */
  startMs: number;
  endMs: number | null;
  error: string | null;
  log: readonly string[];
  /** Where the page was clicked, in its own pixels. */
  point: { x: number; y: number } | null;
};
export type TraceFrame = { atMs: number; file: string };
export type TraceLine = { atMs: number; level: string; text: string };
export type TraceRequest = {
  atMs: number;
  method: string;
  url: string;
  status: number;
  tookMs: number;
};
export type Trace = {
  browser: string;
  playwright: string;
  lengthMs: number;
  steps: readonly TraceStep[];
  frames: readonly TraceFrame[];
  lines: readonly TraceLine[];
  requests: readonly TraceRequest[];
  /** There was more than is shown. */
  cut: boolean;
};

export const MOST = { steps: 5_000, frames: 20_000, lines: 5_000, requests: 5_000, log: 200 };

/** The picture of the page as it was at a moment: the last before it. */
export function frameAt(frames: readonly TraceFrame[], atMs: number): number {
  const next = frames.findIndex((frame) => frame.atMs > atMs);
  if (next === -1) return frames.length - 1;
  return Math.max(0, next - 1);
}
