import { expect, it } from 'vitest';
import { layOut, readBeginning } from './read-beginning.ts';

function answerOf(...pieces: string[]) {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  let cancelled = false;
  const stream = new ReadableStream({
    pull: (controller) => {
      const next = bytes.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
    cancel: () => {
      cancelled = true;
    },
  });
  return { answer: new Response(stream), wasCancelled: () => cancelled };
}

it('takes what is there when it is short', async () => {
  expect(await readBeginning(answerOf('ab', 'cd').answer, 4)).toEqual({ text: 'abcd', cut: false });
  expect(await readBeginning(new Response(null), 4)).toEqual({ text: '', cut: false });
});

it('stops at its limit, and lets the rest go', async () => {
  const { answer, wasCancelled } = answerOf('abc', 'def', 'ghi');
  expect(await readBeginning(answer, 5)).toEqual({ text: 'abcde', cut: true });
  expect(wasCancelled()).toBe(true);
});

it('lays JSON out where it is whole', () => {
  expect(layOut({ text: '{"a":[1]}', cut: false }, 'application/json')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(layOut({ text: '{"a":', cut: true }, 'application/json')).toBe('{"a":');
  expect(layOut({ text: '{no', cut: false }, 'application/json')).toBe('{no');
  expect(layOut({ text: '{"a":1}', cut: false }, 'text/plain')).toBe('{"a":1}');
});
