import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, readable, shorten, stripTerminalCodes } from './plain-text.ts';

describe('text of strangers', () => {
  test('loses colours, titles and links of a terminal, and nothing else', () => {
    const text =
      '\u001b[1m\u001b[38;5;196mfailed\u001b[0m in \u001b]8;;https://x.test\u0007file\u001b]8;;\u0007 [2]';
    expect(stripTerminalCodes(text)).toBe('failed in file [2]');
  });

  test('shows the control characters that are left', () => {
    expect(readable('a\u0000b\u0007\r\nc\u007f\u0085\td')).toBe('a␀b␇\nc␡\ufffd\td');
  });

  test('is read in the order in which it was written', () => {
    expect(readable('\u202etxt.exe\u2069 \u05e9\u05dc\u05d5\u05dd')).toBe(
      '\ufffdtxt.exe\ufffd \u05e9\u05dc\u05d5\u05dd',
    );
  });

  test('is well-formed and free of control characters whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = readable(text);
        expect(shown.isWellFormed()).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
        expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  test('is shortened to one line that says how long it was', () => {
    expect(shorten('two\n  lines', 100)).toBe('two lines');
    expect(shorten('x'.repeat(100_000), 10)).toBe(`${'x'.repeat(10)}… (100,000 characters)`);
    expect(shorten('x'.repeat(11), 10)).toBe(`${'x'.repeat(10)}… (11 characters)`);
  });

  test('is clipped in the middle: both ends of an output tell something', () => {
    const clipped = clip(`start${'-'.repeat(1000)}end`, 100);
    expect(clipped).toMatch(/^start-+\n… 908 characters left out …\n-+end$/);
  });

  test('is never cut through a pair of surrogates', () => {
    fc.assert(
      fc.property(fc.nat(40), (limit) => {
        expect(shorten('👩‍🚀'.repeat(20), limit).isWellFormed()).toBe(true);
        expect(clip('👩‍🚀'.repeat(20), limit).isWellFormed()).toBe(true);
      }),
    );
  });
});
