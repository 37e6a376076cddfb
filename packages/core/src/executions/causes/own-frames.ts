/**
 * The frames of a stack that are of the project under test, the one nearest to the failure first, without
 * their lines and columns: a file moves by a line with every change.
 */
import { type StackFrame, stackFrames } from '../stack-frames.ts';
import { normaliseText, withoutTerminalCodes } from './normalise-text.ts';

export type Frame = Pick<StackFrame, 'file' | 'within'>;

const MOST_LINES = 100;

/** What stands before the path of the failed test in its own stack stands before all of the project's. */
function rootOf(frames: readonly Frame[], testFile: string | null): string {
  if (testFile === null || testFile.startsWith('/')) return '';
  const found = frames.find(({ file }) => file.endsWith(`/${testFile}`));
  return found ? found.file.slice(0, -testFile.length) : '';
}

/** @param testFile where the failed test stands, relative to the project; null when it is not known */
export function ownFrames(stack: string, testFile: string | null): Frame[] {
  const frames = stackFrames(withoutTerminalCodes(stack).split('\n', MOST_LINES).join('\n'));
  const root = rootOf(frames, testFile);
  return frames.map(({ file, within }) => ({
    file: normaliseText(root !== '' && file.startsWith(root) ? file.slice(root.length) : file),
    within: normaliseText(within),
  }));
}
