import { expect, test } from 'vitest';
import { widthOf } from '../terminal/display-width.ts';
import { createPaint } from '../terminal/paint.ts';
import { chooseSymbols } from '../terminal/symbols.ts';
import { after, groupEvent, planMade, statusChanged, unitFinished, unitStarted } from '../testing/events.ts';
import { HOSTILE_NAME } from '../testing/suites.ts';
import { liveLines } from './live-lines.ts';
import type { Look } from './look.ts';

const look = (columns: number, rows = 30): Look => ({
  columns,
  rows,
  paint: createPaint('off'),
  symbols: chooseSymbols({}),
});
const moment = { now: 12_000, frame: 0 };
const running = [
  planMade(),
  statusChanged('running'),
  unitStarted(1, 0),
  unitStarted(2, 1),
  unitFinished(1, 0),
  unitStarted(3, 0),
];

test('a run shows state, counts, a bar, and what each group runs', () => {
  const lines = liveLines(after(...running), 'file', look(80), moment);
  expect(lines.map((line) => line.replaceAll(/ {3,}/g, '   '))).toEqual([
    '',
    '  ⠋ Running   1/4 files   2 passed   0:12',
    `   ${'━'.repeat(19)}${'─'.repeat(56)}`,
    '   1  test/3.test.js   7.0s',
    '   2  test/2.test.js   9.0s',
  ]);
});

test('no line is wider than the terminal, and there are never more than it has', () => {
  const events = [
    planMade({ units: 500, groups: 50, estimatedMs: 90_000 }),
    statusChanged('running'),
    ...Array.from({ length: 50 }, (_, index) =>
      unitStarted(index, index, `packages/名前/${'x'.repeat(index * 9)}/${HOSTILE_NAME}.test.js`),
    ),
    unitFinished(1, 1, { counts: { total: 9_000, passed: 4_000, failed: 3_000, skipped: 2_000, flaky: 0 } }),
  ];
  for (const [columns, rows] of [
    [30, 8],
    [40, 12],
    [80, 24],
    [200, 60],
  ] as const) {
    const lines = liveLines(after(...events), 'file', look(columns, rows), moment);
    expect(lines.length).toBeLessThan(rows);
    for (const line of lines) expect(widthOf(line)).toBeLessThan(columns);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
});

test('many groups: those that work longest are shown, the others summed up', () => {
  const events = [
    planMade({ units: 100, groups: 50 }),
    statusChanged('running'),
    ...Array.from({ length: 40 }, (_, index) => unitStarted(index, index)),
    ...Array.from({ length: 10 }, (_, index) => groupEvent('group-finished', 40 + index)),
  ];
  const lines = liveLines(after(...events), 'file', look(80), { now: 60_000, frame: 0 });
  expect(lines.at(-1)).toBe('    41 more groups: 31 at work, 10 done');
  expect(lines[3]).toMatch(/^ {5}1 {2}test\/0\.test\.js/);
});

test('while it prepares, what is being done is said in words', () => {
  const preparing = after(statusChanged('initializing'), {
    type: 'phase-changed',
    data: { groupId: 'x' as never, groupIndex: 0, phase: 'setting-up', detail: 'npm ci' },
  });
  expect(liveLines(preparing, 'file', look(80), moment)[1]).toContain('Setting up: npm ci');
  const cancelling = after(...running, { type: 'cancel-requested', data: { by: 'admin' } });
  expect(liveLines(cancelling, 'file', look(80), moment)[1]).toContain('Cancelling');
  expect(liveLines(after(statusChanged('queued')), 'file', look(80), moment)[1]).toContain('Queued');
});

test('a pod that waits for nodes says so with the words of the cluster', () => {
  const data = { groupId: 'x' as never, groupIndex: 0, attempt: 0, message: 'pod triggered scale-up.' };
  const waiting = after(statusChanged('initializing'), {
    type: 'group-waiting',
    data: { ...data, for: 'nodes' },
  });
  expect(liveLines(waiting, 'file', look(80), moment)[1]).toContain('Waiting: pod triggered scale-up');
});

test('a second attempt says so', () => {
  const progress = after(planMade(), statusChanged('running', { attempt: 1 }));
  expect(liveLines(progress, 'file', look(80), moment)[1]).toContain('Running, attempt 2');
});
