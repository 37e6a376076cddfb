import { expect, test } from 'vitest';
import { topicsOf } from './topics-of.ts';

test('failures that were grouped concern the list of causes, which nothing before them does', () => {
  const executionId = '01900000-0000-7000-8000-00000000e001';
  const event = { type: 'failures-grouped' as const, data: { causes: 2 } };
  expect(topicsOf({ executionId, event })).toEqual([`execution ${executionId}`, 'failure-causes']);
  const cancelling = { type: 'cancel-requested' as const, data: { by: 'ada' } };
  expect(topicsOf({ executionId, event: cancelling })).toEqual([`execution ${executionId}`]);
});
