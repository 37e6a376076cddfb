import { AuditQuery, EventQuery, LogQuery, LogsQuery, QuotaClearQuery } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeIssues } from './describe-issues.ts';
import { findBrokenNumbers } from './find-broken-numbers.ts';

const faultsOf = (schema: z.ZodType, query: unknown) => describeIssues(findBrokenNumbers(schema, query));

it.each([
  ['limit', EventQuery],
  ['after', EventQuery],
  ['limit', AuditQuery],
  ['after', AuditQuery],
  ['group', LogQuery],
  ['waitSeconds', LogQuery],
  ['offset', LogsQuery],
  ['expected', QuotaClearQuery],
])('an empty "%s" is not 0', (name, schema) => {
  expect(faultsOf(schema, { [name]: '' })).toEqual([
    { path: name, message: 'must be a number, and is empty' },
  ]);
});

it.each([' ', ' 1', '0x10', '0b1', '1_000', '+1', '.5', '1.', 'Infinity', 'NaN', '1,5', '١'])(
  'takes "%s" for no number',
  (text) => {
    expect(faultsOf(EventQuery, { limit: text })).toEqual([{ path: 'limit', message: 'must be a number' }]);
  },
);

it.each(['0', '7', '007', '-1', '0.25', '1e3', '6.1e-05', '1E+2'])('takes "%s" for a number', (text) => {
  expect(faultsOf(EventQuery, { limit: text })).toEqual([]);
});

it('leaves text, what is not known and what is not there to the schema', () => {
  expect(faultsOf(z.object({ name: z.string().optional() }), { name: '' })).toEqual([]);
  expect(faultsOf(EventQuery, { other: '' })).toEqual([]);
  expect(faultsOf(EventQuery, {})).toEqual([]);
  expect(faultsOf(EventQuery, undefined)).toEqual([]);
});
