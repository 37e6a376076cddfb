import { expect, test } from 'vitest';
import { previewPlan } from './preview-plan.ts';

const unit = (key: string, estimatedMs: number | null) => ({ key, estimatedMs });

test('each group with its work, the whole as long as its longest, and what other numbers would take', () => {
  const units = [unit('a', 40), unit('b', 30), unit('c', 20), unit('d', 10)];
  expect(previewPlan(units, 2)).toEqual({
    totalMs: 100,
    wallMs: 50,
    groups: [
      { units: 2, estimatedMs: 50, longest: unit('a', 40) },
      { units: 2, estimatedMs: 50, longest: unit('b', 30) },
    ],
    choices: [
      { parallelism: 1, wallMs: 100 },
      { parallelism: 2, wallMs: 50 },
      { parallelism: 4, wallMs: 40 },
    ],
  });
});

test('without history nothing is claimed of times, and 500 units in 50 groups are 10 each', () => {
  const units = Array.from({ length: 500 }, (_, index) => unit(`test-${index}`, null));
  const preview = previewPlan(units, 50);
  expect(preview.groups.map((group) => group.units)).toEqual(Array.from({ length: 50 }, () => 10));
  expect([preview.totalMs, preview.wallMs]).toEqual([null, null]);
});

test('never more groups than units', () => {
  expect(previewPlan([unit('only', 5)], 8).groups).toHaveLength(1);
});
