import fc from 'fast-check';
import { expect, it } from 'vitest';
import { locateJsonFault } from './locate-json-fault.ts';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('finds a fault in exactly the texts that JSON.parse refuses', () => {
  const broken = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '\n', 'x', '0', '-', '\u0001'),
    )
    .map(([text, seed, inserted]) => {
      const at = seed % (text.length + 1);
      return text.slice(0, at) + inserted + text.slice(at + (inserted === '' ? 1 : 0));
    });
  fc.assert(
    fc.property(broken, (text) => {
      expect(locateJsonFault(text) === null).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});

it('says line, column and what stands there', () => {
  expect(locateJsonFault('{\n  "a": 1,\n  "b": x\n}')).toEqual({ line: 3, column: 8, found: '"x"' });
  expect(locateJsonFault('{"a": 1')).toEqual({ line: 1, column: 8, found: 'the end of the text' });
  expect(locateJsonFault('')).toEqual({ line: 1, column: 1, found: 'the end of the text' });
  expect(locateJsonFault("{'a': 1}")).toEqual({ line: 1, column: 2, found: `"'"` });
  expect(locateJsonFault('[1, 2,]')).toEqual({ line: 1, column: 7, found: '"]"' });
});

it('reads megabytes in one string and a million brackets without giving up', () => {
  const long = `{"a": "${'x'.repeat(20_000_000)}", }`;
  expect(locateJsonFault(long)).toEqual({ line: 1, column: long.length, found: '"}"' });
  expect(locateJsonFault('['.repeat(1_000_000))?.column).toBe(1_000_001);
});
