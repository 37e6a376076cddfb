/**
 * Terminal colours as data: pieces of text with their style, never markup. Whatever is no colour (cursor
 * moves, titles, links) is dropped, and other control characters become visible signs.
 */
export type AnsiStyle = {
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
  /** One of the sixteen named colours, or a colour of CSS. */
  front: number | string | null;
  back: number | string | null;
};
export type AnsiPiece = { text: string; style: AnsiStyle };

export const PLAIN: AnsiStyle = {
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
  front: null,
  back: null,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CODES = /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

const visible = (text: string) =>
  text.replace(CONTROLS, (control) =>
    control < ' ' ? String.fromCharCode(0x2400 + control.charCodeAt(0)) : '\ufffd',
  );

/** Text as one reads it: what is searched and copied. */
export const stripAnsi = (text: string): string => (text.includes('\u001b') ? text.replace(CODES, '') : text);

export function readAnsi(text: string, begin: AnsiStyle = PLAIN): { pieces: AnsiPiece[]; end: AnsiStyle } {
  const pieces: AnsiPiece[] = [];
  let style = begin;
  let from = 0;
  const add = (piece: string) => {
    if (piece !== '') pieces.push({ text: visible(piece), style });
  };
  for (const match of text.matchAll(CODES)) {
    add(text.slice(from, match.index));
    if (match[2] === 'm') style = applyCodes(style, match[1] ?? '');
    from = match.index + match[0].length;
  }
  add(text.slice(from));
  return { pieces, end: style };
}

/** The style after the text: where only colours between lines matter. */
export function styleAfter(text: string, begin: AnsiStyle): AnsiStyle {
  if (!text.includes('\u001b')) return begin;
  let style = begin;
  for (const match of text.matchAll(CODES)) if (match[2] === 'm') style = applyCodes(style, match[1] ?? '');
  return style;
}

function applyCodes(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((code) => Number.parseInt(code || '0', 10));
  let next = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, used } = readColour(codes.slice(index + 1));
      next = { ...next, [code === 38 ? 'front' : 'back']: colour };
      index += used;
    } else next = applyCode(next, code);
  }
  return next;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return PLAIN;
  if (code >= 30 && code <= 37) return { ...style, front: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, front: code - 82 };
  if (code >= 40 && code <= 47) return { ...style, back: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, back: code - 92 };
  return { ...style, ...SWITCHES[code] };
}

const SWITCHES: Readonly<Record<number, Partial<AnsiStyle>>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { front: null },
  49: { back: null },
};

/** 5;n of 256 colours, or 2;r;g;b. */
function readColour([kind, first = -1, green = -1, blue = -1]: readonly number[]) {
  if (kind === 5) return { colour: first >= 0 && first < 16 ? first : colourOf256(first), used: 2 };
  if (kind === 2) return { colour: rgb(first, green, blue), used: 4 };
  return { colour: null, used: 0 };
}

function colourOf256(number: number): string | null {
  if (!(number >= 16 && number <= 255)) return null;
  const grey = 8 + (number - 232) * 10;
  if (number >= 232) return rgb(grey, grey, grey);
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const cube = number - 16;
  return rgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

const rgb = (red: number, green: number, blue: number): string | null =>
  [red, green, blue].every((part) => part >= 0 && part <= 255) ? `rgb(${red} ${green} ${blue})` : null;
