/**
 * One of the two streams of the program. Owns: whether it is a terminal, its colours, its symbols, and
 * that nothing but colours reaches it. A reader who has gone (`| head`) is no error: `gone` says so.
 */
import { createPaint, decideColours, type Paint } from './paint.ts';
import { keepColoursOnly, printableJson } from './printable.ts';
import { chooseSymbols, type Symbols } from './symbols.ts';

export type Output = {
  readonly isTerminal: boolean;
  /** A terminal on which the cursor can be moved. */
  readonly canRedraw: boolean;
  readonly paint: Paint;
  readonly symbols: Symbols;
  readonly columns: () => number;
  readonly rows: () => number;
  /** Lines of text with colours; anything else that could command a terminal is taken out. */
  line: (text?: string) => void;
  json: (value: unknown, layout?: 'line' | 'indented') => void;
  /** Bytes as they are, for what the program passes through or draws itself. */
  raw: (data: string | Uint8Array) => void;
  onResize: (listener: () => void) => () => void;
  /** Aborted when whoever read this stream is gone. */
  readonly gone: AbortSignal;
  flush: () => Promise<void>;
};

export type OutputStream = NodeJS.WritableStream & {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
};
type Env = Readonly<Record<string, string | undefined>>;

function watchReader(stream: OutputStream): AbortController {
  const gone = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    gone.abort();
  });
  return gone;
}

/** Ends when everything written so far has left the process. */
const drained = (stream: OutputStream, gone: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (gone.aborted) return resolve();
    gone.addEventListener('abort', () => resolve(), { once: true });
    stream.write('', () => resolve());
  });

export function createOutput(stream: OutputStream, env: Env, wish: { noColor: boolean }): Output {
  const isTerminal = stream.isTTY === true;
  const gone = watchReader(stream);
  const raw = (data: string | Uint8Array) => {
    if (!gone.signal.aborted) stream.write(data);
  };
  return {
    isTerminal,
    canRedraw: isTerminal && env.TERM !== 'dumb',
    paint: createPaint(decideColours(env, { noColor: wish.noColor, isTerminal })),
    symbols: chooseSymbols(env),
    columns: () => stream.columns || Number(env.COLUMNS) || 80,
    rows: () => stream.rows || 24,
    line: (text = '') => raw(`${keepColoursOnly(text)}\n`),
    json: (value, layout = 'indented') => raw(`${printableJson(value, layout === 'line' ? undefined : 2)}\n`),
    raw,
    onResize: (listener) => {
      stream.on('resize', listener);
      return () => stream.removeListener('resize', listener);
    },
    gone: gone.signal,
    flush: () => drained(stream, gone.signal),
  };
}
