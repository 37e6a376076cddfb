/** The lines around one, as they may be shown: masked, without codes of terminals, none of them long. */
import { CODE_FRAME_LIMITS, type CodeFrame } from '@gauntlet/contract';
import type { Masker } from '../../masking/masker.ts';
import { cleanText } from '../../reports/bound-text.ts';

const { linesBefore, linesAfter, lineCharacters } = CODE_FRAME_LIMITS;

/** Null: there is no such line, or its secrets go over several lines, so that masked they would be others. */
export const cutFrame = (
  source: string,
  line: number,
  { maskText }: Pick<Masker, 'maskText'>,
): Omit<CodeFrame, 'file'> | null => {
  const count = linesOf(source).length;
  if (!(line >= 1 && line <= count)) return null;
  // The whole of it: a secret may begin before the lines that are shown, or end after them.
  const lines = linesOf(maskText(source));
  if (lines.length !== count) return null;
  const firstLine = Math.max(1, line - linesBefore);
  return { line, firstLine, lines: lines.slice(firstLine - 1, line + linesAfter).map(shortLine) };
};

/** What follows the last line end is no line. */
const linesOf = (source: string): string[] => source.replace(/(?:\r\n?|\n)$/, '').split(/\r\n?|\n/);

const shortLine = (line: string): string => {
  const clean = cleanText(line.slice(0, lineCharacters * 4));
  if (clean.length <= lineCharacters && line.length <= lineCharacters * 4) return clean;
  return `${clean.slice(0, lineCharacters - 1).replace(/[\ud800-\udbff]$/, '')}…`;
};
