/** Cuts a stream of bytes into lines without ever holding more than one line's limit. */
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export type TextLine = { text: string; cut: boolean; ended: boolean };

/**
 * Takes text piece by piece, gives back whole lines. A line longer than the limit (in characters) is
 * given back once, with its beginning and `cut`, as soon as its end is seen.
 */
export class LineSplitter {
  #limit: number;
  #line = '';
  #cut = false;

  constructor(limitCharacters: number) {
    this.#limit = limitCharacters;
  }

  push(text: string): TextLine[] {
    const lines: TextLine[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#append(text.slice(from, end));
      lines.push({ text: this.#line.replace(/\r$/, ''), cut: this.#cut, ended: true });
      this.#line = '';
      this.#cut = false;
      from = end + 1;
    }
    this.#append(text.slice(from));
    return lines;
  }

  /** What stands after the last line break, if anything. */
  rest(): TextLine | undefined {
    const rest = this.#line === '' ? undefined : { text: this.#line, cut: this.#cut, ended: false };
    this.#line = '';
    return rest;
  }

  #append(text: string): void {
    const room = this.#limit - this.#line.length;
    this.#cut ||= text.length > room;
    this.#line += text.slice(0, Math.max(0, room));
  }
}

export async function* splitLines(source: Readable, limitCharacters: number): AsyncGenerator<TextLine> {
  const decoder = new StringDecoder('utf8');
  const splitter = new LineSplitter(limitCharacters);
  for await (const piece of source) {
    yield* splitter.push(typeof piece === 'string' ? piece : decoder.write(piece as Buffer));
  }
  yield* splitter.push(decoder.end());
  const rest = splitter.rest();
  if (rest) yield rest;
}
