/** Bars too narrow to be seen one by one, drawn as one: so that any number of units stays quick to draw. */
import type { UnitBar } from './gantt-layout.ts';

export type Drawn = { from: number; to: number; bars: readonly UnitBar[] };

/**
 * @param bars of one line, in order
 * @param narrowestMs what is less wide is joined with its neighbour
 */
export function clusterBars(
  bars: readonly UnitBar[],
  narrowestMs: number,
  [from, to]: readonly [number, number],
): Drawn[] {
  const drawn: { from: number; to: number; bars: UnitBar[] }[] = [];
  for (const bar of bars) {
    if (bar.to < from || bar.from > to) continue;
    const last = drawn.at(-1);
    const joins =
      last !== undefined &&
      bar.to - bar.from < narrowestMs &&
      last.to - last.from < narrowestMs * 2 &&
      bar.from - last.to < narrowestMs;
    if (joins) {
      last.bars.push(bar);
      last.to = Math.max(last.to, bar.to);
    } else drawn.push({ from: bar.from, to: bar.to, bars: [bar] });
  }
  return drawn;
}

const WORST = ['error', 'failed', 'running', 'returned', 'passed', 'skipped'] as const;

/** The worst of them: a failure is not hidden among those that passed. */
export const outcomeOf = ({ bars }: Drawn): UnitBar['outcome'] =>
  WORST.find((outcome) => bars.some((bar) => bar.outcome === outcome)) ?? 'passed';

/** Round steps for the marks of a time axis, some `most` of them. */
export function axisSteps(lengthMs: number, most: number): number[] {
  const steps = [100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5, 36e5];
  const step = steps.find((each) => lengthMs / each <= most) ?? 72e5;
  return Array.from({ length: Math.floor(lengthMs / step) + 1 }, (_, index) => index * step);
}
