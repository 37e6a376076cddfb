/** Reads a report file by its format. */
import type { Readable } from 'node:stream';
import type { ReportLine } from '@gauntlet/contract';
import { parseCtrf } from './ctrf.ts';
import { parseJunit } from './junit.ts';
import { parseLines } from './lines.ts';
import { openReport } from './open-report.ts';
import { parseTap } from './tap.ts';

export type FileFormat = 'lines' | 'junit' | 'ctrf' | 'tap';

const PARSERS: Record<FileFormat, (source: Readable) => AsyncGenerator<ReportLine>> = {
  lines: parseLines,
  junit: parseJunit,
  ctrf: parseCtrf,
  tap: parseTap,
};

const unreadable = (path: string, why: string): ReportLine => ({
  type: 'problem',
  message: `The report ${path} cannot be read: ${why}.`,
});

/** Yields the lines of the report at `path`; a file that cannot be read gives a `problem` and no `end`. */
export async function* readReport(path: string, format: FileFormat): AsyncGenerator<ReportLine> {
  const file = await openReport(path);
  if (typeof file === 'string') {
    yield unreadable(path, file);
    return;
  }
  try {
    yield* PARSERS[format](file.createReadStream({ autoClose: false }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    yield unreadable(path, code);
  } finally {
    await file.close();
  }
}
