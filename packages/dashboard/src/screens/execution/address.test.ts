import { expect, it } from 'vitest';
import { parseExecutionSearch, toggleStatuses } from './address.ts';

const ID = '01a222de-e1a7-721c-8ab3-c8a465cd0f2c';

it('keeps what means something, and leaves out the rest', () => {
  expect(
    parseExecutionSearch({
      tab: 'logs',
      status: 'failed,strange,error',
      q: 42,
      result: ID,
      group: '2',
      stream: 'setup',
      find: 'refused',
      project: 'p',
    }),
  ).toEqual({
    tab: 'logs',
    status: 'failed,error',
    q: '42',
    result: ID,
    group: 2,
    stream: 'setup',
    find: 'refused',
  });
  expect(parseExecutionSearch({ status: 'flaky' })).toEqual({ status: 'flaky' });
  expect(parseExecutionSearch({ tab: 'results' })).toEqual({});
  expect(
    parseExecutionSearch({
      tab: 'x',
      status: 'x',
      q: '',
      result: '../x',
      group: -1,
      stream: {},
      artifact: 1,
    }),
  ).toEqual({});
});

it('statuses are chosen and let go, always in the same order', () => {
  expect(toggleStatuses({}, ['passed'])).toBe('passed');
  expect(toggleStatuses({ status: 'passed' }, ['failed', 'error'])).toBe('failed,error,passed');
  expect(toggleStatuses({ status: 'failed' }, ['failed', 'error'])).toBe('failed,error');
  expect(toggleStatuses({ status: 'failed,error,passed' }, ['failed', 'error'])).toBe('passed');
  expect(toggleStatuses({ status: 'passed' }, ['passed'])).toBeUndefined();
});
