import { expect, it } from 'vitest';
import { fromInput, hasAuditFilters, parseAuditSearch, toInput } from './filters.ts';

it('an address says which filters there are, and nothing that is none', () => {
  expect(parseAuditSearch({ action: 'secret.*', user: 'ada', limit: 3, target: '' })).toEqual({
    action: 'secret.*',
    user: 'ada',
  });
  expect(parseAuditSearch({ target: 42, follow: true })).toEqual({ target: '42', follow: true });
  expect(parseAuditSearch({ follow: 'true' })).toEqual({});
});

it('following alone filters nothing', () => {
  expect(hasAuditFilters(parseAuditSearch({ follow: true }))).toBe(false);
  expect(hasAuditFilters(parseAuditSearch({ token: 'ci' }))).toBe(true);
});

it('a moment comes back from the input as the moment it was', () => {
  expect(fromInput(toInput('2026-03-29T12:30:00.000Z'))).toBe('2026-03-29T12:30:00.000Z');
  expect(toInput(undefined)).toBe('');
  expect(toInput('soon')).toBe('');
  expect(fromInput('')).toBeUndefined();
});
