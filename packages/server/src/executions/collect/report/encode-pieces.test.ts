import { expect, test } from 'vitest';
import { encodePieces } from './encode-pieces.ts';

async function encode(pieces: readonly string[]): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  async function* source() {
    yield* pieces;
  }
  for await (const chunk of encodePieces(source())) chunks.push(chunk);
  return chunks;
}

test('many small pieces come as few chunks that hold the same text', async () => {
  const pieces = Array.from({ length: 100_000 }, (_, index) => `row ${index} é\n`);
  const chunks = await encode(pieces);
  expect(Buffer.concat(chunks).toString('utf8')).toBe(pieces.join(''));
  expect(chunks.length).toBeLessThan(30);
});

test('what is shorter than a chunk is not kept back', async () => {
  expect(Buffer.concat(await encode(['<a>', '</a>'])).toString('utf8')).toBe('<a></a>');
  expect(Buffer.concat(await encode([])).length).toBe(0);
});
