import type { ExecutionView } from '@gauntlet/contract';
import { expect, test } from 'vitest';
import { createPaint } from '../terminal/paint.ts';
import { chooseSymbols } from '../terminal/symbols.ts';
import { showLines } from './show-lines.ts';

const LOOK = { columns: 120, rows: 24, paint: createPaint('off'), symbols: chooseSymbols({}) };

const scored = (name: string, score: number, fits = true) => ({
  ...{ name, score, fits, cpuFit: 0.5, memoryFit: 0.25, spotPreference: 0, imageLocality: 0 },
  why: fits ? `With it ${score} % of the CPU are in use.` : 'Cannot take it: it is cordoned.',
});

/** Of an execution whose groups are on these nodes. */
function shown(nodeNames: (string | null)[], placement: unknown): string[] {
  const view = {
    ...{ name: 'shop', executionId: 'x', type: 'unit', framework: null, submittedBy: 'ada', tags: {} },
    ...{ submittedAt: '2026-01-02T03:04:05.000Z', status: 'running', verdict: null, commit: null },
    ...{ environment: { environmentId: 'y', name: 'staging' }, waitingFor: null, setup: null, rerunOf: null },
    counts: { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 },
    units: { total: 0, reported: 0 },
    groups: nodeNames.map((nodeName, index) => ({
      ...{ index, attempt: 0, status: 'running', phase: null, unitsReported: 0, counts: null, nodeName },
      ...{ startedAt: null, finishedAt: null, podName: null, waiting: null, lostReason: null },
    })),
    placement,
  } as unknown as ExecutionView;
  const { head } = showLines(view, { report: null, page: null }, LOOK, 'utc');
  const from = head.findIndex((line) => line.startsWith('  Placed on'));
  const to = head.findIndex((line) => line.startsWith('  So far'));
  return from < 0 ? [] : head.slice(from, to);
}

test('an execution says on which nodes it was placed, and why there', () => {
  const placement = [scored('n1', 87.4), scored('n2', 60), scored('n3', 0, false)];
  expect(shown(['n1', 'n1', 'n2', 'n3', null], placement)).toEqual([
    '  Placed on  n1 (score 87: With it 87.4 % of the CPU are in use)',
    '             n2 (score 60: With it 60 % of the CPU are in use)',
  ]);
});

test('of many nodes the best are named', () => {
  const names = Array.from({ length: 9 }, (_, index) => `n${index}`);
  const lines = shown(
    names,
    names.map((name, index) => scored(name, 90 - index)),
  );
  expect(lines.map((line) => line.slice(13).split(' (')[0])).toEqual([
    ...['n0', 'n1', 'n2'],
    'and 6 more: --json has all',
  ]);
});

test('nothing is said where nothing is known, and names do no harm', () => {
  expect(shown([null], [scored('n1', 80)])).toEqual([]);
  expect(shown(['n1'], null)).toEqual([]);
  expect(shown(['n1'], [{ name: 'n1' }, 7])).toEqual([]);
  const evil = 'n\u001b[31m';
  expect(shown([evil], [scored(evil, 80)]).join()).not.toContain('\u001b');
});
