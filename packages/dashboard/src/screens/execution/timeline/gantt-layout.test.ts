import { describe, expect, it } from 'vitest';
import type { Recorded } from '../queries.ts';
import { axisSteps, clusterBars, outcomeOf } from './cluster-bars.ts';
import { layoutGantt, packLines, type UnitBar } from './gantt-layout.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
let number = 0;
const at = (seconds: number, type: string, data: object): Recorded =>
  ({
    executionId: 'e',
    number: ++number,
    at: new Date(START + seconds * 1000).toISOString(),
    event: { type, data },
  }) as Recorded;
const counts = { total: 2, passed: 1, failed: 1, skipped: 0, flaky: 0 };
const started = (seconds: number, unitId: string, groupIndex = 0) =>
  at(seconds, 'unit-started', { unitId, title: unitId, groupIndex });
const finished = (seconds: number, unitId: string, durationMs: number, outcome = 'passed', groupIndex = 0) =>
  at(seconds, 'unit-finished', {
    unitId,
    title: unitId,
    groupIndex,
    outcome,
    counts,
    durationMs,
    failures: [],
  });
const phase = (seconds: number, name: string, groupIndex = 0) =>
  at(seconds, 'phase-changed', { groupId: 'g', groupIndex, phase: name });
const second = (moment: number) => (moment - START) / 1000;

describe('the lanes of the groups', () => {
  it('hold units from their start to their end, and what still runs until now', () => {
    const events = [
      phase(0, 'setting-up'),
      phase(2, 'running'),
      started(2, 'a'),
      finished(5, 'a', 3000, 'failed'),
      started(5, 'b'),
    ];
    const { lanes, from, to, units } = layoutGantt(events, START + 9000, false);
    expect([second(from), second(to), units]).toEqual([0, 9, 2]);
    expect(lanes[0]?.phases.map((bar) => [bar.phase, second(bar.from), second(bar.to)])).toEqual([
      ['setting-up', 0, 2],
      ['running', 2, 9],
    ]);
    expect(
      lanes[0]?.lines.flat().map((bar) => [bar.title, second(bar.from), second(bar.to), bar.outcome]),
    ).toEqual([
      ['a', 2, 5, 'failed'],
      ['b', 5, 9, 'running'],
    ]);
    expect(lanes[0]?.lines.flat()[0]).toMatchObject({ tests: 2, failed: 1 });
  });

  it('end with the group, and with the last event when all is over', () => {
    const events = [
      started(0, 'a'),
      at(4, 'group-lost', { groupId: 'g', groupIndex: 0, why: 'silent', unitsReturned: 1 }),
      at(7, 'verdict-given', {}),
    ];
    const { lanes } = layoutGantt(events, START + 99_000, true);
    expect(lanes[0]).toMatchObject({ lost: 'silent' });
    expect(second(lanes[0]?.lines[0]?.[0]?.to ?? 0)).toBe(4);
    const cut = layoutGantt([started(0, 'a'), at(7, 'verdict-given', {})], START + 99_000, true);
    expect(second(cut.to)).toBe(7);
  });

  it('have a line more where units ran side by side, and one lane for each attempt', () => {
    const again = at(10, 'status-changed', { to: 'retrying', attempt: 1, because: 'retry-available' });
    const events = [
      started(0, 'a'),
      started(1, 'b'),
      finished(2, 'a', 2000),
      finished(3, 'b', 2000),
      started(4, 'c'),
      finished(5, 'c', 1000),
      again,
      started(11, 'a'),
      finished(12, 'a', 1000),
    ];
    const { lanes } = layoutGantt(events, START, true);
    expect(lanes.map(({ key, lines }) => [key, lines.map((line) => line.map(({ title }) => title))])).toEqual(
      [
        ['0/0', [['a', 'c'], ['b']]],
        ['1/0', [['a']]],
      ],
    );
  });

  it('know when a unit began that was only told of at its end, and one that was begun anew', () => {
    const told = layoutGantt([finished(5, 'a', 3000)], START, true).lanes[0]?.lines[0]?.[0];
    expect([second(told?.from ?? 0), second(told?.to ?? 0)]).toEqual([2, 5]);
    const anew = layoutGantt([started(0, 'a'), started(3, 'a'), finished(5, 'a', 2000)], START, true);
    expect(anew.lanes[0]?.lines.flat().map(({ outcome }) => outcome)).toEqual(['returned', 'passed']);
  });

  it('are none before anything ran', () => {
    expect(layoutGantt([], START, false)).toMatchObject({ lanes: [], units: 0 });
  });
});

const bar = (from: number, to: number, outcome: UnitBar['outcome'] = 'passed'): UnitBar => ({
  kind: 'unit',
  unitId: `${from}`,
  title: `${from}`,
  from,
  to,
  outcome,
  message: null,
  tests: 1,
  failed: 0,
});

describe('narrow bars', () => {
  it('are drawn as one, wide ones alone, and none that is out of sight', () => {
    const bars = [bar(0, 1), bar(1, 2, 'failed'), bar(2, 50), bar(50, 51), bar(90, 91)];
    const drawn = clusterBars(bars, 5, [0, 80]);
    expect(drawn.map(({ from, to, bars: joined }) => [from, to, joined.length])).toEqual([
      [0, 2, 2],
      [2, 50, 1],
      [50, 51, 1],
    ]);
    expect(drawn[0] && outcomeOf(drawn[0])).toBe('failed');
  });

  it('stay as few as fit, however many there are', () => {
    const bars = Array.from({ length: 10_000 }, (_, index) => bar(index, index + 1));
    const drawn = clusterBars(bars, 50, [0, 10_000]);
    expect(drawn.length).toBeLessThan(200);
    expect(drawn.reduce((sum, each) => sum + each.bars.length, 0)).toBe(10_000);
  });
});

it('as few lines as there are bars at the same time', () => {
  const bars = [bar(0, 10), bar(5, 15), bar(10, 20), bar(15, 16)];
  expect(packLines(bars, 0).map((line) => line.length)).toEqual([2, 2]);
  expect(packLines(bars, 5).map((line) => line.length)).toEqual([4]);
});

it('an axis has round marks', () => {
  expect(axisSteps(9500, 10)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000]);
  expect(axisSteps(36e5, 6)).toHaveLength(7);
});
