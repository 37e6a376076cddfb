/**
 * Terminal colours as spans. A line is text nodes and class names only: nothing of it is ever markup.
 * Whatever is no colour (cursor moves, titles, links) is dropped.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CODES = /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

export const plainStyle = () => ({
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
  front: null,
  back: null,
});

/** Appends the text to the node and returns the style that the next text begins with. */
export function drawAnsi(node, text, style) {
  let current = style;
  let from = 0;
  for (const match of text.matchAll(CODES)) {
    drawPiece(node, text.slice(from, match.index), current);
    if (match[2] === 'm') current = applyCodes(current, match[1]);
    from = match.index + match[0].length;
  }
  drawPiece(node, text.slice(from), current);
  return current;
}

function drawPiece(node, piece, style) {
  const text = piece.replace(CONTROLS, (control) =>
    control < ' ' ? String.fromCharCode(0x2400 + control.charCodeAt(0)) : '\ufffd',
  );
  if (text === '') return;
  const names = classesOf(style);
  const [front, back] = [style.front, style.back].map((colour) => (typeof colour === 'string' ? colour : ''));
  if (names === '' && front === '' && back === '') return node.append(text);
  const span = document.createElement('span');
  span.className = names;
  span.style.color = front;
  span.style.backgroundColor = back;
  span.textContent = text;
  node.append(span);
}

function classesOf({ bold, dim, italic, underline, inverse, front, back }) {
  const names = [];
  if (bold) names.push('a-bold');
  if (dim) names.push('a-dim');
  if (italic) names.push('a-italic');
  if (underline) names.push('a-underline');
  if (inverse) names.push('a-inverse');
  if (typeof front === 'number') names.push(`a-f${front}`);
  if (typeof back === 'number') names.push(`a-b${back}`);
  return names.join(' ');
}

function applyCodes(style, parameters) {
  const codes = parameters.split(/[;:]/).map((code) => Number.parseInt(code || '0', 10));
  let next = { ...style };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index];
    if (code === 38 || code === 48) {
      const { colour, used } = readColour(codes.slice(index + 1));
      next[code === 38 ? 'front' : 'back'] = colour;
      index += used;
    } else next = applyCode(next, code);
  }
  return next;
}

function applyCode(style, code) {
  if (code === 0) return plainStyle();
  if (code >= 30 && code <= 37) return { ...style, front: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, front: code - 82 };
  if (code >= 40 && code <= 47) return { ...style, back: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, back: code - 92 };
  return { ...style, ...SWITCHES[code] };
}

const SWITCHES = {
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

/** 5;n of 256 colours, or 2;r;g;b. The sixteen named ones follow the page's theme. */
function readColour([kind, first, green, blue]) {
  if (kind === 5) return { colour: first < 16 ? first : colourOf256(first), used: 2 };
  if (kind === 2) return { colour: rgb(first, green, blue), used: 4 };
  return { colour: null, used: 0 };
}

function colourOf256(number) {
  if (!(number >= 16 && number <= 255)) return null;
  if (number >= 232) return rgb(...Array(3).fill(8 + (number - 232) * 10));
  const level = (value) => (value === 0 ? 0 : 55 + value * 40);
  const cube = number - 16;
  return rgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

const rgb = (red, green, blue) =>
  [red, green, blue].every((part) => part >= 0 && part <= 255) ? `rgb(${red} ${green} ${blue})` : null;
