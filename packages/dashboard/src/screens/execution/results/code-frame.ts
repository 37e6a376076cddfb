/** The lines of a source around one of them. */
import { stackFrames } from '@gauntlet/core/executions';
import { stripAnsi } from '../../../kit/ansi.ts';
import type { Result } from '../queries.ts';

export type Frame = NonNullable<Result['codeFrame']>;
export type CodeLine = { number: number; text: string; here: boolean };

const AROUND = 5;

export const linesOf = ({ line, firstLine, lines }: Frame): CodeLine[] =>
  lines.map((text, index) => ({ number: firstLine + index, text, here: firstLine + index === line }));

/** Of a file that is known whole; null where it has no such line. */
export function frameOf(file: string, source: string, line: number): Frame | null {
  const lines = source.split('\n');
  if (line < 1 || line > lines.length) return null;
  const firstLine = Math.max(1, line - AROUND);
  return { file, line, firstLine, lines: lines.slice(firstLine - 1, line + AROUND) };
}

/** Where in this file the stack was: the innermost frame of it. */
export function lineInStack(stack: string, file: string): number | null {
  const found = stackFrames(stripAnsi(stack)).find(
    (frame) => frame.file === file || frame.file.endsWith(`/${file}`),
  );
  return found?.line ?? null;
}
