import { expect, test } from 'vitest';
import { boundCase } from './bound-case.ts';

const numbersOf = (numbers: { durationMs?: number; line?: number; retries?: number }) => {
  const { durationMs, line, retries } = boundCase({ type: 'case', name: 'x', status: 'passed', ...numbers });
  return { durationMs, line, retries };
};

test('numbers that the server could not hold are left out; all others are kept', () => {
  const most = 2 ** 31 - 1;
  const kept = { durationMs: most, line: most, retries: most };
  expect(numbersOf(kept)).toEqual(kept);
  expect(numbersOf({ durationMs: most + 1, line: most + 1, retries: most + 1 })).toEqual({
    durationMs: 0,
    line: undefined,
    retries: 0,
  });
});
