/** The lines of a source around the place where a test failed, as they were when it ran. */
import { z } from 'zod';
import { Ordinal } from './whole-number.ts';

export const CODE_FRAME_LIMITS = { linesBefore: 5, linesAfter: 5, lineCharacters: 400, pathCharacters: 1000 };
const MOST_LINES = CODE_FRAME_LIMITS.linesBefore + 1 + CODE_FRAME_LIMITS.linesAfter;

export const CodeFrame = z
  .object({
    file: z.string().min(1).max(CODE_FRAME_LIMITS.pathCharacters).describe('relative to the working folder'),
    line: Ordinal.describe('where it failed: one of the lines'),
    firstLine: Ordinal.describe('the number of the first of the lines'),
    lines: z
      .array(
        z
          .string()
          .max(CODE_FRAME_LIMITS.lineCharacters)
          .regex(/^[^\r\n]*$/),
      )
      .min(1)
      .max(MOST_LINES)
      .describe('without their ends; what is longer ends with …'),
  })
  .refine(({ line, firstLine, lines }) => line >= firstLine && line < firstLine + lines.length, {
    error: 'the line where it failed must be one of the lines',
  })
  .meta({ id: 'CodeFrame' });
export type CodeFrame = z.infer<typeof CodeFrame>;
