import { expect, test } from 'vitest';
import { SAMPLE_START, sampleGroup, sampleUnit } from './sample-report.ts';
import { planTimeline, renderAxis, renderLane } from './timeline-section.ts';

const at = (seconds: number) => new Date(SAMPLE_START + seconds * 1000).toISOString();
const unit = (index: number, groupIndex: number, start: number, durationMs: number, attempt = 0) =>
  sampleUnit({
    unitId: `u${index}`,
    title: `unit ${index}`,
    groupIndex,
    startedAt: at(start),
    durationMs,
    attempt,
  });

test('a unit stands in the lane of its group, at its time', () => {
  const groups = [0, 1].map((index) => sampleGroup({ index, startedAt: at(0), finishedAt: at(10) }));
  const timeline = planTimeline([unit(1, 1, 5, 2500), unit(2, 0, 0, 1000)], groups, 100);
  expect(timeline?.lanes.map(({ label, bars }) => [label, bars.length])).toEqual([
    ['group 0', 1],
    ['group 1', 1],
  ]);
  const lane = timeline?.lanes[1];
  expect(lane && timeline && renderLane(lane, timeline).markup).toContain(
    '<rect class="unit pass" x="50.000%" y="3" width="25.000%"',
  );
});

test('attempts have lanes of their own, in order', () => {
  const timeline = planTimeline([unit(1, 0, 20, 10, 1), unit(2, 0, 0, 10)], [], 100);
  expect(timeline?.lanes.map(({ label }) => label)).toEqual(['attempt 1, group 0', 'attempt 2, group 0']);
});

test('of too many units the longest are drawn and the others counted', () => {
  const units = Array.from({ length: 50 }, (_, index) => unit(index, 0, index, index * 10));
  const timeline = planTimeline(units, [], 5);
  expect(timeline?.leftOut).toBe(45);
  expect(timeline?.lanes[0]?.bars.map((bar) => bar.unit.title).toSorted()).toEqual(
    [45, 46, 47, 48, 49].map((index) => `unit ${index}`),
  );
});

test('without a single start there is nothing to draw', () => {
  expect(
    planTimeline([sampleUnit({ startedAt: null }), sampleUnit({ durationMs: null })], [], 10),
  ).toBeNull();
});

test.each([0.05, 3, 42, 600, 7200, 400_000])('an axis of %d s has two to nine marks', (seconds) => {
  const timeline = planTimeline([unit(1, 0, 0, seconds * 1000)], [], 10);
  const marks = timeline && renderAxis(timeline).markup.match(/<text/g);
  expect(marks?.length).toBeGreaterThanOrEqual(2);
  expect(marks?.length).toBeLessThanOrEqual(9);
});
