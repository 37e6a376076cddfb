/** The lines of a report, the failed cases with the source where they failed. */
import type { ReportLine } from '@gauntlet/contract';
import type { FramedCase, FrameOf } from './batch-order.ts';

export type FramedLine = Exclude<ReportLine, { type: 'case' }> | FramedCase;

/** In their order: a line waits for the source of the one before. */
export async function* withCodeFrames(
  lines: AsyncIterable<ReportLine>,
  frameOf: FrameOf | undefined,
): AsyncGenerator<FramedLine> {
  for await (const line of lines) {
    const codeFrame = line.type === 'case' ? await frameOf?.(line) : undefined;
    yield line.type === 'case' && codeFrame ? { ...line, codeFrame } : line;
  }
}
