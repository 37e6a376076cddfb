import { expect, test } from 'vitest';
import { ConnectionLost, type FollowOrder, followStream } from './follow-stream.ts';
import { GauntletProblem, type Problem } from './problems.ts';

const message = (number: number) => `id: ${number}\ndata: ${number}\n\n`;
const streamOf = (...numbers: number[]) => new Response(numbers.map(message).join(''));
const problem = (status: number) =>
  new GauntletProblem({ type: 'x', title: 'x', detail: 'x', code: 'not-found', status } satisfies Problem);

async function numbersOf(order: FollowOrder): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { number } of followStream(order)) numbers.push(number);
  return numbers;
}

test('a refusal that will not mend itself is thrown, one that may is tried again', async () => {
  const answers = [problem(503), problem(404)];
  const told: string[] = [];
  const open = async () => {
    throw answers.shift();
  };
  const followed = numbersOf({ open, onContact: (state, why) => told.push(`${state}: ${why}`) });
  await expect(followed).rejects.toMatchObject({ status: 404 });
  expect(told).toEqual(['lost: it answered 503']);
});

test('a server that is not heard of is given up, with the reason', async () => {
  const open = async () => {
    throw new Error('refused');
  };
  const error = await numbersOf({ open, giveUpMs: 200 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConnectionLost);
  expect(error).toMatchObject({ why: 'refused' });
});

test('before each new try the caller may look where the server is now', async () => {
  let moved = false;
  const open = async (after: number) => {
    if (after === 3) return new Response(null, { status: 204 });
    if (!moved) throw new Error('gone');
    return streamOf(1, 2, 3);
  };
  const beforeRetry = async () => {
    moved = true;
  };
  expect(await numbersOf({ open, beforeRetry })).toEqual([1, 2, 3]);
});

test('an aborted signal ends it in the middle of a silence', async () => {
  const controller = new AbortController();
  const open = async (_: number, signal: AbortSignal) => {
    const body = new ReadableStream({
      start: (stream) => {
        stream.enqueue(new TextEncoder().encode(message(1)));
        signal.addEventListener('abort', () => stream.error(signal.reason), { once: true });
      },
    });
    return new Response(body);
  };
  const numbers: number[] = [];
  for await (const { number } of followStream({ open, signal: controller.signal })) {
    numbers.push(number);
    controller.abort();
  }
  expect(numbers).toEqual([1]);
});

test('who stops listening closes the connection', async () => {
  let signal: AbortSignal | undefined;
  const open = async (_: number, given: AbortSignal) => {
    signal = given;
    return streamOf(1, 2);
  };
  for await (const { number } of followStream({ open })) if (number === 1) break;
  expect(signal?.aborted).toBe(true);
});

test('what has no number is passed over', async () => {
  const open = async (after: number) =>
    after === 2
      ? new Response(null, { status: 204 })
      : new Response(`data: hello\n\n${message(1)}id: x\ndata: y\n\n${message(2)}`);
  expect(await numbersOf({ open })).toEqual([1, 2]);
});
