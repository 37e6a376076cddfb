/** Reads a report file by its format. The file was written by the tests: it is opened with suspicion. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ReportLine } from '@gauntlet/contract';
import { parseCtrf } from './ctrf.ts';
import { parseJunit } from './junit.ts';
import { parseLines } from './lines.ts';
import { parseTap } from './tap.ts';

export type FileFormat = 'lines' | 'junit' | 'ctrf' | 'tap';

const PARSERS: Record<FileFormat, (source: Readable) => AsyncGenerator<ReportLine>> = {
  lines: parseLines,
  junit: parseJunit,
  ctrf: parseCtrf,
  tap: parseTap,
};

/** No link is followed, and a pipe that nobody writes to does not hold us up. */
const SUSPICIOUSLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const unreadable = (path: string, why: string): ReportLine => ({
  type: 'problem',
  message: `The report ${path} cannot be read: ${why}.`,
});

async function openRegularFile(path: string): Promise<FileHandle | string> {
  try {
    const file = await open(path, SUSPICIOUSLY);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return 'it is not a regular file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === 'ELOOP' ? 'it is a symbolic link' : code;
  }
}

/** Yields the lines of the report at `path`; a file that cannot be read gives a `problem` and no `end`. */
export async function* readReport(path: string, format: FileFormat): AsyncGenerator<ReportLine> {
  const file = await openRegularFile(path);
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
