import { describe, expect, it } from 'vitest';
import { jsonOf } from './json-of.ts';

describe('JSON for PostgreSQL', () => {
  it('is what JSON.stringify makes of ordinary values', () => {
    const value = [{ name: 'größer als 🐘', text: 'a\nb\u0001', back: '\\u0000 as text', none: undefined }];
    expect(JSON.parse(jsonOf(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  it('holds no NUL and no half of a surrogate pair, wherever they stood', () => {
    const text = jsonOf([{ a: 'x\0y', b: ['\ud83d', '\udc18 \ud83d\udc18'] }]);
    expect(JSON.parse(text)).toEqual([{ a: 'x\u2400y', b: ['\ufffd', '\ufffd \ud83d\udc18'] }]);
  });
});
