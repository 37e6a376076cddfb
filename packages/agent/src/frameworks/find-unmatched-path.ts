/**
 * Whether each path that a definition names leads to something. Most frameworks leave out a path that they
 * do not find without a word, as long as another one leads to tests: a file that was renamed would then
 * never be missed.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import picomatch from 'picomatch';

/** What some frameworks take behind a path: a line, a line and a column, the name of a test. */
const BEHIND_PATH = /(::.*|(:\d+){1,2})$/s;

/** Frameworks read what is no path as a part of one, a glob or a regular expression. */
function readsAs(text: string, file: string, absolute: string): boolean {
  return file.includes(text) || picomatch.isMatch(file, text) || readsAsExpression(text, absolute);
}

function readsAsExpression(text: string, absolute: string): boolean {
  try {
    return new RegExp(text, 'i').test(absolute);
  } catch {
    return false; // No regular expression: then it is none for the framework either.
  }
}

/** @returns the first path that is neither there nor leads to one of the listed files */
export function findUnmatchedPath(
  paths: readonly string[],
  files: readonly string[],
  folder: string,
): string | undefined {
  return paths.find((path) => {
    const text = path.replace(BEHIND_PATH, '').replace(/^(\.\/)+/, '');
    if (text === '' || existsSync(resolve(folder, text))) return false;
    return !files.some((file) => readsAs(text, file, resolve(folder, file)));
  });
}
