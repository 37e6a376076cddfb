import { expect, it } from 'vitest';
import { heightOf, lastDays } from './trend.ts';

const NOW = Date.parse('2026-03-02T23:30:00.000Z');

it('the last days are without gaps, the oldest first, up to today', () => {
  const seen = [{ day: '2026-02-28', occurrences: 7, executions: 2 }];
  expect(lastDays(seen, NOW, 4)).toEqual([
    { day: '2026-02-27', occurrences: 0, executions: 0 },
    { day: '2026-02-28', occurrences: 7, executions: 2 },
    { day: '2026-03-01', occurrences: 0, executions: 0 },
    { day: '2026-03-02', occurrences: 0, executions: 0 },
  ]);
});

it('what was seen before them is left out', () => {
  const seen = [{ day: '2026-01-01', occurrences: 7, executions: 2 }];
  expect(lastDays(seen, NOW).map(({ occurrences }) => occurrences)).toEqual(Array(30).fill(0));
});

it('what was seen once beside thousands still has a bar', () => {
  expect([heightOf(0, 5000), heightOf(1, 5000), heightOf(2500, 5000), heightOf(5000, 5000)]).toEqual([
    0, 6, 50, 100,
  ]);
});
