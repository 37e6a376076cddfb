import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSseMessages, type SseMessage } from './sse-reader.ts';

async function* chunksOf(parts: readonly Uint8Array[]) {
  yield* parts;
}

async function read(...parts: string[]): Promise<SseMessage[]> {
  const encoder = new TextEncoder();
  const messages: SseMessage[] = [];
  for await (const message of readSseMessages(chunksOf(parts.map((part) => encoder.encode(part)))))
    messages.push(message);
  return messages;
}

const STREAM =
  '\ufeff: hello\n\nid: 1\nevent: a\ndata: {"x":1}\n\ndata: two\r\ndata:lines\r\nid: 2\r\n\r\ndata: ü名\rid\r\rretry: 20\n\nid: 9\ndata: cut off';
const MESSAGES = [
  { id: '1', event: 'a', data: '{"x":1}' },
  { id: '2', event: 'message', data: 'two\nlines' },
  { id: '', event: 'message', data: 'ü名' },
];

test('messages are read by the standard, whatever the line ends', async () => {
  expect(await read(STREAM)).toEqual(MESSAGES);
});

test('it does not matter where the network cuts the stream', async () => {
  const bytes = new TextEncoder().encode(STREAM);
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const edges = [0, ...places.sort((a, b) => a - b), bytes.length];
      const parts = edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
      const messages: SseMessage[] = [];
      for await (const message of readSseMessages(chunksOf(parts))) messages.push(message);
      expect(messages).toEqual(MESSAGES);
    }),
  );
});

test('a stream without line ends is given up before it fills the memory', async () => {
  const chunk = 'x'.repeat(1_000_000);
  await expect(read(...Array.from({ length: 10 }, () => chunk))).rejects.toThrow(/longer than 8 MB/);
});

test('every chunk is a sign of life, also one with nothing but a comment', async () => {
  let heard = 0;
  const chunk = new TextEncoder().encode(': still here\n\n');
  for await (const _ of readSseMessages(chunksOf([chunk, chunk]), () => (heard += 1)))
    throw new Error('no message was sent');
  expect(heard).toBe(2);
});
