import { expect, it } from 'vitest';
import { decideRetry } from './decide-retry.ts';

const retries = { attempts: 2, backoffSeconds: 10, scope: 'failed-units' } as const;

it('tries a failure, a loss and a timeout again, waiting twice as long each time', () => {
  expect(decideRetry('failed', 0, retries)).toEqual({
    retry: 'yes',
    afterSeconds: 10,
    scope: 'failed-units',
  });
  expect(decideRetry('infrastructure', 1, retries)).toMatchObject({ retry: 'yes', afterSeconds: 20 });
  expect(decideRetry('timeout', 0, retries)).toMatchObject({ retry: 'yes' });
});

it('stops when the attempts are used up', () => {
  expect(decideRetry('failed', 2, retries)).toEqual({ retry: 'no' });
});

it.each(['passed', 'flaky', 'cancelled', 'expired', 'rejected'] as const)(
  'never tries %s again',
  (verdict) => {
    expect(decideRetry(verdict, 0, retries)).toEqual({ retry: 'no' });
  },
);
