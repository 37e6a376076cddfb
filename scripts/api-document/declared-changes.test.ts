import { expect, test } from 'vitest';
import { entriesFor, judgeChanges } from './declared-changes.ts';

const finding = { operation: 'GET /things', what: 'answer 200: removed' };
const declared = { ...finding, why: 'nobody read it', since: '2.0.0' };

test('what breaks and is not declared is told, and the entry that declares it', () => {
  expect(judgeChanges([finding], [])).toEqual(['Breaks clients: GET /things: answer 200: removed']);
  expect(entriesFor([finding], [], '2.0.0')).toEqual([{ ...finding, why: '', since: '2.0.0' }]);
});

test('what is declared with its reason passes', () => {
  expect(judgeChanges([finding], [declared])).toEqual([]);
  expect(entriesFor([finding], [declared], '2.0.0')).toEqual([]);
});

test('a declaration covers its own finding only', () => {
  const other = { ...finding, operation: 'GET /others' };
  expect(judgeChanges([finding, other], [declared])).toEqual([
    'Breaks clients: GET /others: answer 200: removed',
  ]);
});

test('a declaration of what does not break is told, so that the list stays true', () => {
  expect(judgeChanges([], [declared])).toEqual([
    'Declared, but nothing breaks there: GET /things: answer 200: removed',
  ]);
});

test('a declaration needs a reason and a version', () => {
  const line = 'Declared without why or since: GET /things: answer 200: removed';
  expect(judgeChanges([finding], [{ ...declared, why: ' ' }])).toEqual([line]);
  expect(judgeChanges([finding], [{ ...finding, why: 'x' } as never])).toEqual([line]);
});
