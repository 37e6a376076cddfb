import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

async function* piecesOf(bytes: Uint8Array, sizes: readonly number[]) {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

async function lines(text: string, sizes: readonly number[], mostBytes = 1000) {
  const read: string[] = [];
  for await (const line of readLines(piecesOf(Buffer.from(text), sizes), mostBytes)) read.push(line);
  return read;
}

describe('lines', () => {
  it('are the same wherever the text is cut, even within a character', async () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(20)), async (wanted, sizes) => {
        expect(await lines(wanted.join('\n'), sizes)).toEqual(wanted);
        expect(await lines(wanted.map((one) => `${one}\n`).join(''), sizes)).toEqual(wanted);
      }),
    );
  });

  it('that are too long end the reading, with and without their end', async () => {
    expect(await lines(`${'x'.repeat(10)}\ny`, [], 10)).toEqual(['x'.repeat(10), 'y']);
    await expect(lines(`${'x'.repeat(11)}\ny`, [], 10)).rejects.toThrow('more than 10 bytes');
    await expect(lines('x'.repeat(11), [5], 10)).rejects.toThrow('more than 10 bytes');
  });
});
