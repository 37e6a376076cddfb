import type { ExecutionView } from '@gauntlet/contract';
import { FailureReason } from '@gauntlet/contract';
import { expect, test } from 'vitest';
import { createPaint } from '../terminal/paint.ts';
import { chooseSymbols } from '../terminal/symbols.ts';
import { after, failure, groupEvent, planMade, statusChanged, unitFinished } from '../testing/events.ts';
import { HOSTILE_NAME } from '../testing/suites.ts';
import { nextSteps, reasonText } from './advice.ts';
import { unitFailureLines } from './failure-lines.ts';
import type { Look } from './look.ts';
import { plainLines } from './plain-lines.ts';
import { summaryLines } from './summary-lines.ts';

const look: Look = { columns: 80, rows: 24, paint: createPaint('off'), symbols: chooseSymbols({}) };
const counts = { total: 3, passed: 2, failed: 1, skipped: 0, flaky: 0 };
const failed = (failures: ReturnType<typeof failure>[], more = {}) =>
  unitFinished(1, 0, { outcome: 'failed', reason: 'tests-failed', counts, failures, ...more });
const linesOf = (event: ReturnType<typeof unitFinished>, bar = '') =>
  event.type === 'unit-finished' ? unitFailureLines(event.data, look, bar) : [];
const plain = (event: Parameters<typeof plainLines>[0], ...before: Parameters<typeof after>) =>
  plainLines(event, after(...before, event), 'file', look);

const view = (more: Partial<ExecutionView>): ExecutionView =>
  ({
    executionId: '0198b2c4-7a00-7000-8000-0000a1b2c3d4',
    name: 'x',
    verdict: 'passed',
    failureReason: null,
    failureMessage: null,
    counts: { total: 26, passed: 25, failed: 0, skipped: 1, flaky: 0 },
    units: { total: 6, reported: 6 },
    groups: [{ index: 0 }, { index: 1 }],
    attempt: 0,
    durationMs: 3_400,
    countVerified: true,
    ...more,
  }) as ExecutionView;
const links = { report: 'file:///data/report.html', page: 'http://127.0.0.1:4680/executions/x' };

test('a failure tells its name, its place and its message', () => {
  expect(linesOf(failed([failure()]))).toEqual([
    '',
    '  ✗ cart › adds',
    '    test/cart.test.js:12',
    '    Expected values to be strictly equal:',
    '    3 !== 2',
  ]);
});

test('a long message is cut, a wide one wrapped, a hostile one made harmless', () => {
  const message = `${HOSTILE_NAME}\n${'word '.repeat(60)}\n${'line\n'.repeat(40)}`;
  const lines = linesOf(failed([failure({ name: HOSTILE_NAME.repeat(50), message })]));
  expect(lines.length).toBeLessThan(22);
  expect(lines.at(-1)).toBe('    …');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
  for (const line of lines) expect(line.length).toBeLessThan(80);
});

test('failures that are not listed are counted', () => {
  const many = failed([failure()], { counts: { ...counts, failed: 35 } });
  expect(linesOf(many).at(-1)).toBe('    and 34 further failures in test/1.test.js');
});

test('a unit that ended in error without a failed test is told by its reason', () => {
  const crashed = unitFinished(1, 0, {
    outcome: 'error',
    reason: 'runner-crashed',
    message: 'killed by SIGSEGV',
  });
  expect(linesOf(crashed)).toEqual(['', '  ✗ test/1.test.js', '    killed by SIGSEGV']);
  const silent = unitFinished(1, 0, { outcome: 'error', reason: 'unit-without-results' });
  expect(linesOf(silent)).toContain(`    ${reasonText('unit-without-results')}`);
});

test('a unit that is well says nothing', () => expect(linesOf(unitFinished(1, 0))).toEqual([]));

test('plain lines tell the plan, each unit with its number, and failures below it', () => {
  expect(plain(planMade())).toEqual(['Plan: node:test, 4 files in 2 groups, set-up: none']);
  expect(plain(unitFinished(1, 0), planMade())).toEqual(['[1/4] ✓ test/1.test.js  2 passed  1.0s']);
  expect(plain(failed([failure()]), planMade())).toEqual([
    '[1/4] ✗ test/1.test.js  1 failed, 2 passed  1.0s',
    '',
    '  ✗ cart › adds',
    '    test/cart.test.js:12',
    '    | Expected values to be strictly equal:',
    '    | 3 !== 2',
    '',
  ]);
});

test('no message of a test begins a line that a CI system would obey', () => {
  const lines = plain(
    failed([failure({ name: '::error::x', message: '::add-mask::x\n##[error]y' })]),
    planMade(),
  );
  for (const line of lines) expect(line.trimStart()).not.toMatch(/^(::|##\[)/);
});

test('lost groups and retries are told', () => {
  expect(plain(groupEvent('group-lost', 1)).join()).toMatch(
    /Group 2 was lost: no heartbeat; 1 unit went back/,
  );
  const data = {
    groupId: 'x' as never,
    groupIndex: 1,
    why: 'spot',
    unitsReturned: 0,
    by: 'interruption',
  } as const;
  expect(plain({ type: 'group-lost', data }).join()).toContain(
    'Group 2 was lost, its place was taken away: spot',
  );
  expect(plain(statusChanged('retrying', { message: '2 units failed' })).join()).toMatch(
    /Attempt 1 did not pass.*2 units failed/,
  );
});

test('the end of a good run: verdict, counts, report', () => {
  expect(summaryLines(view({}), links, 'file', look)).toEqual([
    '',
    '  ✓ Passed  3.4s',
    '',
    '  Tests    25 passed, 1 skipped (26)',
    '  Files    6 in 2 groups',
    '  Report   file:///data/report.html',
    '  Page     http://127.0.0.1:4680/executions/x',
    '  Id       a1b2c3d4',
    '',
  ]);
});

test('a flaky run says so', () => {
  const lines = summaryLines(
    view({ verdict: 'flaky', counts: { total: 26, passed: 26, failed: 0, skipped: 0, flaky: 2 } }),
    links,
    'file',
    look,
  );
  expect(lines[1]).toContain('Passed, but flaky');
  expect(lines.join('\n')).toContain('2 only on a retry');
});

test('what could not run says why and what to do', () => {
  const broken = view({
    verdict: 'infrastructure',
    failureReason: 'setup-failed',
    failureMessage: 'npm ci ended with exit code 1.',
    counts: { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 },
    units: { total: 0, reported: 0 },
  });
  const lines = summaryLines(broken, { report: null, page: null }, 'file', look);
  expect(lines.slice(1, 3)).toEqual(['  ▲ Could not run  3.4s', '    npm ci ended with exit code 1.']);
  expect(lines.join('\n')).toContain('gauntlet logs a1b2c3d4 --stream setup');
});

test('there is something to do about every reason', () => {
  for (const reason of FailureReason.options) {
    expect(nextSteps(reason, 'a1b2c3d4').length).toBeGreaterThan(0);
    expect(reasonText(reason)).toMatch(/\.$/);
  }
});

test('where tests could not be listed, the summary says what was checked instead, in one line', () => {
  const checked = (more: Partial<ExecutionView>, word: 'file' | 'command' = 'file') =>
    summaryLines(view(more), links, word, look).filter((line) => line.includes('Checked'));
  expect(checked({ countVerified: false })).toEqual([
    '  Checked  file by file; tests inside were not listed before (count unverified)',
  ]);
  expect(checked({ countVerified: false }, 'command')).toEqual([
    '  Checked  command by command; tests inside were not listed before (count unverified)',
  ]);
  expect(checked({ countVerified: true })).toEqual([]);
});
