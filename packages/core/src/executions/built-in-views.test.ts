import { ExecutionFilters } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { BUILT_IN_VIEWS, builtInView } from './built-in-views.ts';

it.each(BUILT_IN_VIEWS)('the view $name is one that the list takes', ({ filters }) => {
  expect(ExecutionFilters.parse(filters)).toEqual(filters);
});

it('is known in any case of letters, and no other is', () => {
  expect(builtInView(' fAILED ')?.key).toBe('failed');
  expect(builtInView('failed ones')).toBeUndefined();
});
