/**
 * Finds to failed cases the source where they failed, while the tests still run.
 *
 * Owns how much that may cost: so many frames of a file and of a run of the framework, so long for one, so long
 * for all of the group. Beyond that, and whatever goes wrong, a case just has none. A file system that does not
 * answer is asked no second time.
 */
import { isAbsolute, normalize, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type CaseLine, CODE_FRAME_LIMITS, type CodeFrame } from '@gauntlet/contract';
import type { FrameOf } from '../../frameworks/batch-order.ts';
import type { Masker } from '../../masking/masker.ts';
import type { ShortenPaths } from '../results/shorten-paths.ts';
import { cutFrame } from './cut-frame.ts';
import { framePlaces } from './frame-places.ts';

export type CodeFramesOptions = {
  /** The working folder, as a real path. */
  folder: string;
  masker: Pick<Masker, 'maskText'>;
  shorten: ShortenPaths;
  /** Null: it has no source to show. May take for ever. */
  readSource: (path: string) => Promise<string | null>;
  /** Once it is aborted nothing is looked for any more. */
  signal: AbortSignal;
  limits?: Partial<CodeFrameBudget>;
};

type CodeFrameBudget = { framesOfFile: number; framesOfRun: number; oneMs: number; groupMs: number };
const BUDGET: CodeFrameBudget = { framesOfFile: 50, framesOfRun: 500, oneMs: 2000, groupMs: 20_000 };

/** Answers for each run of the framework a function that is asked case by case. */
export const createCodeFrames = (options: CodeFramesOptions): (() => FrameOf) => {
  const { framesOfFile, framesOfRun, oneMs, groupMs } = { ...BUDGET, ...options.limits };
  let leftMs = groupMs;

  const look = async (line: CaseLine): Promise<CodeFrame | undefined> => {
    const began = performance.now();
    const found = await within(oneMs, findFrame(options, line));
    leftMs -= found === 'late' ? leftMs : performance.now() - began;
    return found === 'late' ? undefined : found;
  };

  return () => {
    const ofFiles = new Map<string, number>();
    let ofRun = 0;
    return async (line) => {
      if (line.status !== 'failed' && line.status !== 'error') return undefined;
      const ofFile = ofFiles.get(line.file ?? '') ?? 0;
      if (options.signal.aborted || leftMs <= 0 || ofRun >= framesOfRun || ofFile >= framesOfFile)
        return undefined;
      ofRun += 1;
      ofFiles.set(line.file ?? '', ofFile + 1);
      return look(line);
    };
  };
};

const findFrame = async (
  { folder, masker, shorten, readSource }: CodeFramesOptions,
  line: CaseLine,
): Promise<CodeFrame | undefined> => {
  for (const place of framePlaces(shortened(line, shorten))) {
    for (const path of place.paths) {
      const source = await readSource(resolve(folder, path));
      const cut = source === null ? null : cutFrame(source, place.line, masker);
      if (cut) return named({ ...cut, file: masker.maskText(shownPath(path, folder)) });
    }
  }
  return undefined;
};

/** Which frames are the project's must not depend on where the group happens to work. */
const shortened = (line: CaseLine, shorten: ShortenPaths): CaseLine => ({
  ...line,
  file: line.file === undefined ? undefined : shorten.path(line.file),
  stack: shorten.text(line.stack ?? ''),
  message: shorten.text(line.message ?? ''),
});

const named = (frame: CodeFrame): CodeFrame | undefined =>
  frame.file.length <= CODE_FRAME_LIMITS.pathCharacters ? frame : undefined;

const shownPath = (path: string, folder: string): string =>
  isAbsolute(path) ? relative(folder, path) : normalize(path);

const within = async <Value>(ms: number, search: Promise<Value>): Promise<Value | 'late' | undefined> => {
  const over = new AbortController();
  const late = pause(ms, 'late' as const, { signal: over.signal, ref: false });
  try {
    return await Promise.race([search, late]);
  } catch {
    return undefined; // A source that cannot be read is nothing that went wrong with the tests.
  } finally {
    over.abort();
  }
};
