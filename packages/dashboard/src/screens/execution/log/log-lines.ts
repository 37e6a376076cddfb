/**
 * The lines of a log as its chunks come. Owns what is kept of them. Invariants: a line is in the order of its
 * source, however its chunks are cut; no more than `mostLines` lines of `mostCharacters` together are kept,
 * and the earliest go first.
 */
import { type AnsiStyle, PLAIN, styleAfter } from '../ansi.ts';

export type LogChunk = {
  groupIndex: number;
  attempt: number;
  stream: 'setup' | 'output';
  text: string;
  at: string;
};
export type LogLine = {
  /** From 0, and never another's. */
  number: number;
  text: string;
  /** With what it begins: colours go on from the line before. */
  style: AnsiStyle;
  groupIndex: number;
  stream: LogChunk['stream'];
  at: string;
};
export type LogLines = {
  append: (chunk: LogChunk) => void;
  all: () => readonly LogLine[];
  /** How many of the earliest are not kept any more. */
  dropped: () => number;
};

type Limits = { mostLines: number; mostCharacters: number };

/** A longer line is continued on the next: drawing it must stay cheap. */
export const LONGEST_LINE = 10_000;
/** So many go at once, so that not each new line moves all others. */
const DROPPED_AT_ONCE = 1 / 8;

type Source = { line: LogLine | null; style: AnsiStyle };

export function createLogLines({ mostLines, mostCharacters }: Limits): LogLines {
  const sources = new Map<string, Source>();
  let lines: LogLine[] = [];
  let [next, characters] = [0, 0];

  const startLine = (source: Source, { groupIndex, stream, at }: LogChunk): LogLine => {
    const line = { number: next++, text: '', style: source.style, groupIndex, stream, at };
    lines.push(line);
    source.line = line;
    return line;
  };
  const write = (source: Source, chunk: LogChunk, text: string, ends: boolean) => {
    const line = source.line ?? startLine(source, chunk);
    line.text += text;
    characters += text.length;
    if (!ends && line.text.length < LONGEST_LINE) return;
    source.style = styleAfter(line.text, line.style);
    line.text = lastWriting(line.text);
    source.line = null;
  };
  const drop = () => {
    if (lines.length <= mostLines && characters <= mostCharacters) return;
    const cut = Math.max(1, Math.ceil(lines.length * DROPPED_AT_ONCE));
    for (const line of lines.slice(0, cut)) characters -= line.text.length;
    lines = lines.slice(cut);
    drop();
  };
  return {
    append: (chunk) => {
      const key = `${chunk.attempt}/${chunk.groupIndex}/${chunk.stream}`;
      const source = sources.get(key) ?? { line: null, style: PLAIN };
      sources.set(key, source);
      for (const { text, ends } of cutLines(chunk.text)) write(source, chunk, text, ends);
      drop();
    },
    all: () => lines,
    dropped: () => lines[0]?.number ?? 0,
  };
}

function* cutLines(text: string): Generator<{ text: string; ends: boolean }> {
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const to = Math.min(end === -1 ? text.length : end, from + LONGEST_LINE);
    const ends = to === end;
    yield { text: text.slice(from, to), ends };
    from = ends ? to + 1 : to;
  }
}

/** A terminal that is sent back to the line's start writes over it. */
function lastWriting(text: string): string {
  const whole = text.replace(/\r+$/, '');
  return whole.slice(whole.lastIndexOf('\r') + 1);
}
