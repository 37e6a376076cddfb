/** A small terminal: what the control sequences that the live area uses leave on the screen. */
export type Screen = { write: (text: string) => void; lines: () => string[]; cursorShown: () => boolean };

// biome-ignore lint/suspicious/noControlCharactersInRegex: this reads control sequences
const TOKEN = /\u001b\[(\??[0-9;]*)([A-Za-z])|\r|\n|[^\u001b\r\n]/gu;

export function createScreen(columns: number): Screen {
  const rows: string[][] = [[]];
  let row = 0;
  let column = 0;
  let cursorShown = true;
  const at = (index: number) => {
    while (rows.length <= index) rows.push([]);
    return rows[index] as string[];
  };
  const control = (parameter: string, final: string) => {
    const count = Number(parameter || '1');
    if (final === 'A') row = Math.max(0, row - count);
    else if (final === 'K' && parameter === '2') at(row).length = 0;
    else if (final === 'K') at(row).length = Math.min(at(row).length, column);
    else if (parameter === '?25') cursorShown = final === 'h';
    else if (final !== 'm' && parameter !== '?2026')
      throw new Error(`unexpected sequence ${parameter}${final}`);
  };
  const put = (character: string) => {
    if (column >= columns) {
      row += 1;
      column = 0;
    }
    at(row)[column] = character;
    column += 1;
  };
  return {
    write: (text) => {
      for (const [token, parameter, final] of text.matchAll(TOKEN)) {
        if (final !== undefined) control(parameter ?? '', final);
        else if (token === '\r') column = 0;
        else if (token === '\n') {
          row += 1;
          column = 0;
          at(row);
        } else put(token);
      }
    },
    lines: () =>
      rows.map((cells) =>
        Array.from(cells, (cell) => cell ?? ' ')
          .join('')
          .trimEnd(),
      ),
    cursorShown: () => cursorShown,
  };
}
