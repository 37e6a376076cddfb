/** The log of a server that this program started, and its last words when it died. */
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printable } from '../terminal/printable.ts';
import { parseJson } from './read-problem.ts';

const ROTATE_AT_BYTES = 10_000_000;
const TAIL_BYTES = 16_384;

const serverLogPath = (dataDir: string) => join(dataDir, 'logs', 'server.log');

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    // Not there yet.
    return 0;
  }
}

/** Opens the log for appending, one older part kept beside it. @returns where the new part begins, in bytes. */
export async function openServerLog(dataDir: string) {
  const path = serverLogPath(dataDir);
  await mkdir(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  if ((await sizeOf(path)) > ROTATE_AT_BYTES) await rename(path, `${path}.1`);
  const handle = await open(path, 'a', 0o600);
  return { handle, path, startBytes: (await handle.stat()).size };
}

const LEVELS: Record<number, string> = { 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** A line of structured log in words; any other line as it is. */
function readableLogLine(line: string): string {
  const entry = parseJson(line);
  if (typeof entry !== 'object' || entry === null) return printable(line);
  const { level, msg, err } = entry as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
  if (typeof msg !== 'string') return printable(line);
  const cause = typeof err?.message === 'string' && err.message !== msg ? `: ${err.message}` : '';
  const word = typeof level === 'number' ? (LEVELS[level] ?? '') : typeof level === 'string' ? level : '';
  return printable(`${word ? `${word}: ` : ''}${msg}${cause}`);
}

/** What was written since `startBytes`, at most its last `mostBytes`. */
async function readSince(path: string, startBytes: number, mostBytes: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(startBytes, size - mostBytes);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    await handle.read(buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    await handle.close();
  }
}

/** The last lines written since `startBytes`, in words. */
export async function logTail(path: string, startBytes: number, lines: number): Promise<string[]> {
  const text = await readSince(path, startBytes, TAIL_BYTES);
  return text.split('\n').filter(Boolean).slice(-lines).map(readableLogLine);
}

/** The one-time link that the very first start of a server writes; null at every later one. */
export async function signInLink(path: string, startBytes: number): Promise<string | null> {
  const text = await readSince(path, startBytes, ROTATE_AT_BYTES);
  return /https?:\/\/\S+\/signin\?code=[\w.-]+/.exec(text)?.[0] ?? null;
}
