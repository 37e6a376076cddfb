import { describe, expect, it } from 'vitest';
import { PLAIN, readAnsi, stripAnsi, styleAfter } from './ansi.ts';

const ESC = '\u001b';
const seen = (text: string, begin = PLAIN) =>
  readAnsi(text, begin).pieces.map(({ text: piece, style }) => {
    const changed = Object.entries(style).filter(
      ([key, value]) => value !== PLAIN[key as keyof typeof PLAIN],
    );
    return [piece, Object.fromEntries(changed)];
  });

describe('colours of a terminal', () => {
  it('are pieces of text with a style', () => {
    expect(seen(`plain ${ESC}[1;31mbold red${ESC}[39m bold${ESC}[0m plain`)).toEqual([
      ['plain ', {}],
      ['bold red', { bold: true, front: 1 }],
      [' bold', { bold: true }],
      [' plain', {}],
    ]);
    expect(seen(`${ESC}[92;44mx${ESC}[mx`)).toEqual([
      ['x', { front: 10, back: 4 }],
      ['x', {}],
    ]);
  });

  it('of 256 and of millions are colours of CSS, and nothing else is', () => {
    expect(seen(`${ESC}[38;5;9ma${ESC}[38;5;196mb${ESC}[48;5;244mc${ESC}[38;2;1;2;3md`)).toEqual([
      ['a', { front: 9 }],
      ['b', { front: 'rgb(255 0 0)' }],
      ['c', { front: 'rgb(255 0 0)', back: 'rgb(128 128 128)' }],
      ['d', { front: 'rgb(1 2 3)', back: 'rgb(128 128 128)' }],
    ]);
    expect(seen(`${ESC}[38;2;999;0;0ma${ESC}[38;5;300mb`)).toEqual([
      ['a', {}],
      ['b', {}],
    ]);
  });

  it('go on from one line to the next', () => {
    const { end } = readAnsi(`${ESC}[33mfirst`);
    expect(seen('second', end)).toEqual([['second', { front: 3 }]]);
    expect(styleAfter(`${ESC}[33mfirst`, PLAIN)).toEqual(end);
    expect(styleAfter('nothing', end)).toBe(end);
  });

  it('are all that is obeyed: the rest is dropped or shown as a sign', () => {
    expect(seen(`a${ESC}[2Jb${ESC}]0;title\u0007c${ESC}]8;;https://x\u001b\\d\u0000e\u009b`)).toEqual([
      ['a', {}],
      ['b', {}],
      ['c', {}],
      ['d\u2400e\ufffd', {}],
    ]);
    expect(stripAnsi(`${ESC}[31mred${ESC}[0m <b>`)).toBe('red <b>');
  });
});
