import type { Counts } from '@gauntlet/contract';
import { countText } from '../terminal/amounts.ts';
import type { Paint } from '../terminal/paint.ts';

const COLOUR = { failed: 'red', passed: 'green', skipped: 'yellow' } as const;

/** `2 failed, 23 passed, 1 skipped`; what is none is left out. */
export function countsText(counts: Counts, paint: Paint, separator = ', '): string {
  const parts = (['failed', 'passed', 'skipped'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => paint[COLOUR[kind]](`${counts[kind].toLocaleString('en')} ${kind}`));
  return parts.length === 0 ? paint.dim('no tests') : parts.join(separator);
}

/** `6 files`, `1 test`, `3 commands`; what the framework's units are called. */
export type UnitWord = 'file' | 'test' | 'command' | 'unit';
export const unitsText = (count: number, word: UnitWord): string => countText(count, word);
