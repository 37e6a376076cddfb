/** Where a failed case may have gone wrong, the nearest place first, each under the paths that may be meant. */
import { dirname, join } from 'node:path';
import type { CaseLine } from '@gauntlet/contract';
import { type StackFrame, stackFrames } from '@gauntlet/core/executions';

export type FramePlace = {
  /** Absolute, or relative to the working folder. */
  paths: readonly string[];
  line: number;
};

type Told = Pick<CaseLine, 'file' | 'line' | 'suite' | 'stack' | 'message'>;

const MOST_FRAMES = 8;
const MOST_PATHS = 12;
const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i;

/** By the stack, else by the message; where neither has frames of the project, it is where the test stands. */
export function framePlaces(told: Told): FramePlace[] {
  const inStack = stackFrames(told.stack ?? '');
  const frames = inStack.length > 0 ? inStack : stackFrames(told.message ?? '');
  const places = frames
    .filter(({ file }) => !ADDRESS.test(file))
    .slice(0, MOST_FRAMES)
    .map((frame) => ({ paths: pathsOf(frame, told).slice(0, MOST_PATHS), line: frame.line }));
  const { file, line } = told;
  return file === undefined || line === undefined ? places : [...places, { paths: [file], line }];
}

/** Only languages that leave out the folder write a bare name: the JVM and Go. */
function pathsOf(frame: StackFrame, { file, suite }: Told): string[] {
  const path = frame.file.replace(/\?.*$/, '');
  if (path.includes('/')) return path.includes('%') ? [path, decoded(path)] : [path];
  const folders = [
    ...(file === undefined ? [] : [dirname(file)]),
    ...packageFolders(frame),
    ...suite.flatMap(endsOfPath),
  ];
  return [...new Set([path, ...folders.map((folder) => join(folder, path))])];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A file whose name has a percent sign.
  }
}

const JVM = /\.(java|kt|scala|groovy)$/;

/** Of `shop.Cart.total`: where Maven and Gradle keep `shop/`. */
function packageFolders({ file, within }: StackFrame): string[] {
  const language = JVM.exec(file)?.[1];
  if (language === undefined) return [];
  const folder = within.split('.').slice(0, -2).join('/');
  const languages = language === 'kt' ? ['kotlin', 'java'] : [language];
  return ['test', 'main'].flatMap((kind) => languages.map((name) => join('src', kind, name, folder)));
}

/** Of a package of Go, `example.org/shop/cart`: which part of it the project's folder is, nothing says. */
function endsOfPath(name: string): string[] {
  if (!/^[\w.@~-]+(?:\/[\w.@~-]+){1,15}$/.test(name)) return [];
  const parts = name.split('/');
  return parts.slice(1).map((_, index) => parts.slice(index + 1).join('/'));
}
