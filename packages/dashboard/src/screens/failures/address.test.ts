import { expect, it } from 'vitest';
import { hasFailureFilters, parseFailureSearch } from './address.ts';

const DEFINITION = '0198f2a0-0000-7000-8000-000000000001';

it('an address says which failures are listed, and nothing that means none', () => {
  expect(
    parseFailureSearch({ status: 'known-issue', search: 503, owner: 'ada', sort: 'newest', limit: 3 }),
  ).toEqual({ status: 'known-issue', search: '503', owner: 'ada', sort: 'newest' });
  expect(parseFailureSearch({ status: 'red', search: '', sort: 'recent', definitionId: 'shop' })).toEqual({});
  expect(parseFailureSearch({ definitionId: DEFINITION })).toEqual({ definitionId: DEFINITION });
});

it('an order alone filters nothing', () => {
  expect(hasFailureFilters(parseFailureSearch({ sort: 'frequent' }))).toBe(false);
  expect(hasFailureFilters(parseFailureSearch({ owner: 'none' }))).toBe(true);
});
