import { expect, it } from 'vitest';
import type { Recorded } from '../queries.ts';
import { eventWords, isMilestone } from './event-words.ts';

const of = (type: string, data: object) => eventWords({ type, data } as Recorded['event']);
const counts = { total: 3, passed: 2, failed: 1, skipped: 0, flaky: 0 };

it('each event is a sentence', () => {
  expect(
    of('status-changed', { from: 'queued', to: 'scheduled', because: 'resources-available', attempt: 1 }),
  ).toEqual({
    tone: 'accent',
    text: 'Is now scheduled (attempt 2): there is room for it.',
  });
  expect(of('phase-changed', { groupIndex: 0, phase: 'setting-up', detail: 'npm ci' })).toEqual({
    tone: 'quiet',
    text: 'Group 1 sets up.',
    detail: 'npm ci',
  });
  expect(
    of('plan-made', {
      framework: 'vitest',
      units: 2,
      expectedTests: 5,
      groups: 2,
      setup: 'npm ci',
      commit: 'abc',
      estimatedMs: 4000,
    }),
  ).toEqual({
    tone: 'quiet',
    text: 'vitest: 2 units with 5 tests in 2 groups, 4.0 s of work by earlier runs.',
    detail: 'npm ci · commit abc',
  });
  expect(of('group-lost', { groupIndex: 2, why: 'no heartbeat', unitsReturned: 1 })).toEqual({
    tone: 'warn',
    text: 'Group 3 was lost. 1 unit went back to the others.',
    detail: 'no heartbeat',
  });
  expect(of('group-lost', { groupIndex: 2, why: 'x', unitsReturned: 0, by: 'interruption' }).text).toBe(
    'Group 3 was lost as its place was taken away.',
  );
  expect(of('group-waiting', { groupIndex: 2, for: 'nodes', message: 'scale-up' })).toEqual({
    tone: 'warn',
    text: 'Group 3 waits for nodes.',
    detail: 'scale-up',
  });
  expect(
    of('unit-finished', { title: 'a.test', outcome: 'failed', counts, durationMs: 1200, groupIndex: 0 }).text,
  ).toBe('a.test failed in 1.2 s: 3 tests, 1 failed. Group 1.');
  expect(of('results-recorded', { groupIndex: 0, results: 7 }).text).toBe('7 results of group 1 came in.');
});

it('tells why, in the words of the event or else in general ones', () => {
  const unit = { title: 'a', outcome: 'error', reason: 'unit-timeout', counts, durationMs: 1, groupIndex: 0 };
  expect(of('unit-finished', unit).detail).toBe('A test file took longer than its limit.');
  expect(of('unit-finished', { ...unit, message: 'After 5 s.' }).detail).toBe('After 5 s.');
  expect(
    of('verdict-given', { verdict: 'infrastructure', reason: 'disk-full', durationMs: 1, attempts: 2 }),
  ).toEqual({
    tone: 'warn',
    text: 'Verdict: infrastructure after 2 attempts, in 1 ms.',
    detail: 'The disk is full.',
  });
});

it('one of a newer server is called by its name', () => {
  expect(of('moon-landed', {}).text).toBe('moon landed');
});

it('single units that went well are no milestones, those that did not are', () => {
  const event = (type: string, data = {}) => ({ event: { type, data } }) as Recorded;
  expect(isMilestone(event('unit-started'))).toBe(false);
  expect(isMilestone(event('unit-finished', { outcome: 'passed' }))).toBe(false);
  expect(isMilestone(event('unit-finished', { outcome: 'error' }))).toBe(true);
  expect(isMilestone(event('group-lost'))).toBe(true);
});
