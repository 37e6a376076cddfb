/** Gauntlet's own report: one ReportLine as JSON a line, appended while the tests run. */
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import { ReportLine } from '@gauntlet/contract';
import { boundCase } from './bound-case.ts';
import { boundText, TEXT_LIMITS } from './bound-text.ts';
import { openReport } from './open-report.ts';
import { LineSplitter, splitLines, type TextLine } from './split-lines.ts';

/** Longer than any line our reporters write; a line beyond it is refused, not read. */
const LONGEST_LINE = 8_388_608;
const PIECE_BYTES = 65_536;
const LOOK_AGAIN_MS = 25;

const problem = (message: string): ReportLine => ({ type: 'problem', message });

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Told as a problem by the caller, which knows the line.
  }
}

/** One line of the file; nothing for an empty one. */
function readReportLine({ text, cut, ended }: TextLine): ReportLine | undefined {
  if (text.trim() === '') return undefined;
  if (cut) return problem(`A line of the report is longer than ${LONGEST_LINE} characters.`);
  const line = ReportLine.safeParse(readJson(text));
  if (!line.success) {
    const why = ended ? 'is not a report line' : 'is cut off';
    return problem(`A line of the report ${why}: ${boundText(text, 200)}`);
  }
  if (line.data.type === 'case') return boundCase(line.data);
  if (line.data.type === 'problem') {
    return { ...line.data, message: boundText(line.data.message, TEXT_LIMITS.messageBytes) };
  }
  return line.data;
}

export async function* parseLines(source: Readable): AsyncGenerator<ReportLine> {
  for await (const text of splitLines(source, LONGEST_LINE)) {
    const line = readReportLine(text);
    if (line) yield line;
  }
}

async function openWhenThere(path: string, written: AbortSignal): Promise<FileHandle | string | undefined> {
  for (;;) {
    const lastLook = written.aborted;
    const file = await openReport(path);
    if (file !== 'ENOENT') return file;
    if (lastLook) return undefined;
    await waitForMore(written);
  }
}

async function waitForMore(written: AbortSignal): Promise<void> {
  try {
    await delay(LOOK_AGAIN_MS, undefined, { signal: written });
  } catch (error) {
    if (!written.aborted) throw error; // Aborted means: the writer is done, look once more at once.
  }
}

/**
 * Yields the lines of a file while it grows, from its beginning. `signal` is aborted when the writer has
 * ended; what is there by then is still read to its end. A file that never appears yields nothing.
 */
export async function* tailLines(
  path: string,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<ReportLine> {
  const file = await openWhenThere(path, signal);
  if (typeof file === 'string') yield problem(`The report ${path} cannot be read: ${file}.`);
  if (typeof file !== 'object') return;
  try {
    yield* readGrowing(file, signal);
  } finally {
    await file.close();
  }
}

async function* readGrowing(file: FileHandle, written: AbortSignal): AsyncGenerator<ReportLine> {
  const decoder = new StringDecoder('utf8');
  const splitter = new LineSplitter(LONGEST_LINE);
  const buffer = Buffer.alloc(PIECE_BYTES);
  for (;;) {
    const lastLook = written.aborted;
    const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES);
    for (const text of splitter.push(decoder.write(buffer.subarray(0, bytesRead)))) {
      const line = readReportLine(text);
      if (line) yield line;
    }
    if (bytesRead > 0) continue;
    if (lastLook) break;
    await waitForMore(written);
  }
  const rest = splitter.rest();
  const line = rest && readReportLine(rest);
  if (line) yield line;
}
