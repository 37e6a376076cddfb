import stringWidth from 'string-width';

/** Columns a terminal takes for the text; colour sequences take none. */
export const widthOf = (text: string): number => stringWidth(text);

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const isPlain = (text: string) => /^[\u0020-\u007e]*$/.test(text);

/** As many whole characters from the start as fit into `columns`. */
function takeColumns(text: string, columns: number): string {
  if (isPlain(text)) return text.slice(0, columns);
  let taken = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > columns) break;
    taken += segment;
  }
  return taken;
}

/** As many whole characters from the end as fit into `columns`. */
function takeLastColumns(text: string, columns: number): string {
  if (isPlain(text)) return columns <= 0 ? '' : text.slice(-columns);
  const segments = [...graphemes.segment(text)].map(({ segment }) => segment);
  let used = 0;
  let start = segments.length;
  while (start > 0) {
    used += widthOf(segments[start - 1] ?? '');
    if (used > columns) break;
    start -= 1;
  }
  return segments.slice(start).join('');
}

const ELLIPSIS = '…';

/** Cuts uncoloured text to `columns`, the end replaced by an ellipsis. */
export function cutEnd(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return columns < 1 ? '' : takeColumns(text, columns - 1) + ELLIPSIS;
}

/** Cuts uncoloured text to `columns`, the start replaced: the end of a path says more than its start. */
export function cutStart(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return columns < 1 ? '' : ELLIPSIS + takeLastColumns(text, columns - 1);
}

/** Fills up with spaces to `columns`; a longer text stays as it is. */
export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));
export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - widthOf(text))) + text;

/** Breaks uncoloured text into lines of at most `columns`, at spaces where there are any; what fits stays as it is. */
export function wrapText(text: string, columns: number): string[] {
  if (widthOf(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line) > columns) {
      const head = takeColumns(line, Math.max(1, columns)) || line.slice(0, 1);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}
