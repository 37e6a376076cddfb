import { expect, it } from 'vitest';
import { addTallies, answersOf, describeTally, neverSucceeded, requestsOf, type Tally } from './tally.ts';

const tally = (statuses: Tally['statuses'], more: Partial<Tally> = {}): Tally => ({
  statuses,
  slowestMs: {},
  lostTokenAt: [],
  letInAt: [],
  groupsLeft: 0,
  cpuSeconds: 0,
  ...more,
});

const FIRST = tally(
  { 'GET /a': { '200': 3, '404': 2 }, 'POST /b': { '400': 4 } },
  { slowestMs: { 'GET /a': 7 }, groupsLeft: 1, letInAt: ['GET /a'] },
);
const SECOND = tally(
  { 'GET /a': { '200': 1 }, 'PUT /c': { '302': 1, '503': 1, 'no answer': 1 } },
  { slowestMs: { 'GET /a': 3, 'PUT /c': 9 }, groupsLeft: 2, lostTokenAt: ['PUT /c'] },
);

it('adds up what several runs have seen', () => {
  expect(addTallies([FIRST, SECOND])).toEqual({
    statuses: {
      'GET /a': { '200': 4, '404': 2 },
      'POST /b': { '400': 4 },
      'PUT /c': { '302': 1, '503': 1, 'no answer': 1 },
    },
    slowestMs: { 'GET /a': 7, 'POST /b': 0, 'PUT /c': 9 },
    lostTokenAt: ['PUT /c'],
    letInAt: ['GET /a'],
    groupsLeft: 3,
    cpuSeconds: 0,
  });
  expect(requestsOf(addTallies([FIRST, SECOND]))).toBe(13);
  expect(requestsOf(addTallies([]))).toBe(0);
});

it('names the operations that never succeeded, those that were never asked among them', () => {
  const wanted = ['GET /a', 'POST /b', 'PUT /c', 'DELETE /d'];
  expect(neverSucceeded(addTallies([FIRST, SECOND]), wanted)).toEqual(['POST /b', 'DELETE /d']);
});

it('finds answers by their class, and requests without one', () => {
  expect(answersOf(SECOND, /^5|^no answer/)).toEqual({ 'PUT /c': 2 });
  expect(answersOf(FIRST, /^5|^no answer/)).toEqual({});
});

it('describes each operation in a line', () => {
  expect(describeTally(addTallies([FIRST])).split('\n')).toEqual([
    '     5   60 %      7 ms  GET /a  (200: 3, 404: 2)',
    '     4    0 %      0 ms  POST /b  (400: 4)',
  ]);
});
