import { expect, test } from 'vitest';
import { widthOf } from './display-width.ts';
import { type Column, separatedLines, tableLines } from './table.ts';

type Row = { id: string; name: string; count: number };
const columns: Column<Row>[] = [
  { title: 'id', text: (row) => row.id.slice(-4), value: (row) => row.id },
  { title: 'name', text: (row) => row.name, cut: 'end' },
  { title: 'count', text: (row) => String(row.count), align: 'right' },
];
const dim = (text: string) => text;

test('columns are aligned by what is seen', () => {
  const rows = [
    { id: 'abcd1234', name: '名前', count: 7 },
    { id: 'abcd5678', name: 'plain', count: 1234 },
  ];
  expect(tableLines(rows, columns, { columns: 80, dim })).toEqual([
    'id    name   count',
    '1234  名前       7',
    '5678  plain   1234',
  ]);
});

test('a table fits the terminal as long as a column may be cut', () => {
  const rows = [{ id: 'abcd1234', name: 'x'.repeat(300), count: 7 }];
  for (const width of [40, 80, 200]) {
    for (const line of tableLines(rows, columns, { columns: width, dim }))
      expect(widthOf(line)).toBeLessThanOrEqual(width);
  }
});

test('a hostile name stays in its cell', () => {
  const rows = [{ id: 'abcd1234', name: 'a\n\u001b[2Jb\tc', count: 7 }];
  expect(tableLines(rows, columns, { columns: 80, dim })[1]).toBe('1234  a b c      7');
});

test('for programs values are whole, parted by tabs, without a title', () => {
  const rows = [{ id: 'abcd1234', name: `long ${'x'.repeat(200)}\twith tab`, count: 7 }];
  expect(separatedLines(rows, columns)).toEqual([`abcd1234\tlong ${'x'.repeat(200)} with tab\t7`]);
});
