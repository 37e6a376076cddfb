import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepCharactersWhole, unfinishedBytes } from './whole-characters.ts';

it('a text cut anywhere comes out whole when the cut character waits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, seed) => {
      const bytes = Buffer.from(text);
      const cut = bytes.length === 0 ? 0 : seed % (bytes.length + 1);
      const first = bytes.subarray(0, cut - unfinishedBytes(bytes.subarray(0, cut)));
      const rest = bytes.subarray(first.length);
      expect(first.toString() + rest.toString()).toBe(bytes.toString());
    }),
  );
});

it('bytes that are no UTF-8 wait for at most three', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(unfinishedBytes(bytes)).toBeLessThanOrEqual(3);
    }),
  );
  expect(unfinishedBytes(Uint8Array.from([0x80, 0x80, 0x80, 0x80]))).toBe(0);
  expect(unfinishedBytes(Uint8Array.from([0xff]))).toBe(1);
  expect(unfinishedBytes(Uint8Array.from([0xe2, 0x82]))).toBe(2);
});

it('pieces cut inside characters read as the text they came from, place by place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat({ max: 9 })), (text, lengths) => {
      const bytes = Buffer.from(text);
      const at = new Date(0);
      let offset = 0;
      const pieces = [...lengths, bytes.length].flatMap((length) => {
        const content = bytes.subarray(offset, offset + length);
        const piece = { place: 0, offset, content, at };
        offset += content.length;
        return [piece, { place: 1, offset: 0, content: Buffer.alloc(0), at }];
      });
      const whole = keepCharactersWhole(pieces, () => false);
      expect(whole.map((piece) => Buffer.from(piece.content).toString()).join('')).toBe(bytes.toString());
      for (const piece of whole.filter(({ place }) => place === 0))
        expect(bytes.subarray(piece.offset, piece.offset + piece.content.length)).toEqual(
          Buffer.from(piece.content),
        );
    }),
  );
});
