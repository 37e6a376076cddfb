/**
 * Prints log chunks of several groups and streams as whole lines.
 * Owns the unfinished last line of each; a line is printed once it is whole, or at the end.
 */
import type { LogChunks } from '@gauntlet/contract';
import type { CommandContext } from '../command-context.ts';

type Chunk = LogChunks['chunks'][number];
export type LogPrinter = { add: (chunk: Chunk) => void; end: () => void; printedAny: () => boolean };

const ESC = '\u001b';
const RESET = `${ESC}[0m`;

/** What a carriage return would have left on a terminal: the last of a line's versions. */
const lastVersion = (line: string) => {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
};

export function createLogPrinter(
  context: CommandContext,
  options: { groups: 'named' | 'unnamed' },
): LogPrinter {
  const { out } = context;
  const unfinished = new Map<string, { chunk: Chunk; text: string }>();
  let printed = false;
  const nameOf = (chunk: Chunk) =>
    options.groups === 'named' ? out.paint.dim(`${chunk.groupIndex + 1} | `) : '';
  const print = (chunk: Chunk, line: string) => {
    printed = true;
    if (out.isTerminal) out.line(`${nameOf(chunk)}${lastVersion(line)}${line.includes(ESC) ? RESET : ''}`);
    else out.raw(`${nameOf(chunk)}${line}\n`);
  };
  const addText = (chunk: Chunk) => {
    const key = `${chunk.attempt}/${chunk.groupIndex}/${chunk.stream}`;
    const lines = ((unfinished.get(key)?.text ?? '') + chunk.text).split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) print(chunk, line);
    unfinished.set(key, { chunk, text: rest });
  };
  return {
    add: (chunk) => {
      if (context.options.json) out.json(chunk, 'line');
      else addText(chunk);
    },
    end: () => {
      for (const { chunk, text } of unfinished.values()) if (text !== '') print(chunk, text);
      unfinished.clear();
    },
    printedAny: () => printed,
  };
}
