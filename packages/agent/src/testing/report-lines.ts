/** For tests of the parsers: a text as a stream, and what came out of it, counted. */
import { Readable } from 'node:stream';
import type { CaseLine, ReportLine } from '@gauntlet/contract';

export function streamOf(content: string | Buffer, pieceBytes = Number.POSITIVE_INFINITY): Readable {
  const bytes = Buffer.from(content as string);
  const size = Math.min(pieceBytes, Math.max(1, bytes.length));
  const count = Math.ceil(bytes.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)),
  );
}

export async function collect(lines: AsyncIterable<ReportLine>): Promise<ReportLine[]> {
  const collected: ReportLine[] = [];
  for await (const line of lines) collected.push(line);
  return collected;
}

export const casesOf = (lines: readonly ReportLine[]): CaseLine[] =>
  lines.filter((line) => line.type === 'case');

export const problemsOf = (lines: readonly ReportLine[]): string[] =>
  lines.filter((line) => line.type === 'problem').map(({ message }) => message);

export function countLines(lines: readonly ReportLine[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const key = line.type === 'case' ? line.status : line.type;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
