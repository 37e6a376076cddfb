import { expect, it } from 'vitest';
import type { Recorded } from '../queries.ts';
import { readStates } from './states.ts';

it('each state lasts until the next', () => {
  const at = (second: number, type: string, data: object) =>
    ({ at: new Date(second * 1000).toISOString(), event: { type, data } }) as Recorded;
  const states = readStates([
    at(0, 'status-changed', { to: 'submitted', attempt: 0, because: 'submitted' }),
    at(1, 'phase-changed', {}),
    at(3, 'status-changed', { to: 'queued', attempt: 0, because: 'validation-passed' }),
  ]);
  expect(states.map(({ state, at: from, until }) => [state, from, until])).toEqual([
    ['submitted', 0, 3000],
    ['queued', 3000, null],
  ]);
});
