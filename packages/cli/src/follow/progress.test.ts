import { expect, test } from 'vitest';
import {
  after,
  groupEvent,
  planMade,
  reportStored,
  statusChanged,
  unitFinished,
  unitReturned,
  unitStarted,
  verdictGiven,
} from '../testing/events.ts';
import { isOver, timeLeftMs } from './progress.ts';

test('units and tests are counted as they finish', () => {
  const progress = after(
    planMade(),
    statusChanged('running'),
    unitStarted(1, 0),
    unitStarted(2, 1),
    unitFinished(1, 0),
  );
  expect(progress.unitsDone).toBe(1);
  expect(progress.counts).toEqual({ total: 2, passed: 2, failed: 0, skipped: 0, flaky: 0 });
  expect(progress.groups.get(0)?.running).toEqual([]);
  expect(progress.groups.get(1)?.running).toMatchObject([{ title: 'test/2.test.js', startedAt: 3_000 }]);
});

test('a unit that goes back to the pool is neither running nor done', () => {
  const progress = after(planMade(), unitStarted(1, 0), unitReturned(1, 0));
  expect(progress.unitsDone).toBe(0);
  expect(progress.groups.get(0)?.running).toEqual([]);
});

test('a lost group runs nothing any more', () => {
  expect(after(unitStarted(1, 0), groupEvent('group-lost', 0)).groups.get(0)).toMatchObject({
    state: 'lost',
    running: [],
  });
});

test('another attempt counts its units anew', () => {
  const progress = after(
    planMade(),
    unitFinished(1, 0),
    statusChanged('scheduled', { attempt: 1 }),
    groupEvent('group-started', 0, 1),
  );
  expect(progress).toMatchObject({ attempt: 1, unitsDone: 0, counts: { total: 0 }, workDoneMs: 0 });
});

test('it is over with the report, or when nothing more can come', () => {
  expect(isOver(after(verdictGiven()))).toBe(false);
  expect(isOver(after(verdictGiven(), statusChanged('cleanup')))).toBe(false);
  expect(isOver(after(verdictGiven(), statusChanged('cleanup'), reportStored))).toBe(true);
  expect(isOver(after(statusChanged('archived')))).toBe(true);
  expect(isOver(after(statusChanged('rejected')))).toBe(true);
  expect(isOver(after(statusChanged('completing')))).toBe(false);
});

test('time left is the work not done by history, shared by the groups that work', () => {
  const events = [
    planMade({ estimatedMs: 20_000 }),
    statusChanged('running'),
    unitStarted(1, 0),
    unitStarted(2, 1),
  ];
  // 8 s and 7 s are under way at 10 s: 5 s are left for two groups.
  expect(timeLeftMs(after(...events), 10_000)).toBe(2_500);
  expect(timeLeftMs(after(...events), 60_000)).toBeNull();
});

test('without history nobody knows how long it takes', () => {
  expect(timeLeftMs(after(planMade(), statusChanged('running'), unitStarted(1, 0)), 10_000)).toBeNull();
});
