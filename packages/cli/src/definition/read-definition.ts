/** A definition file as a value, and where in the file each part of it stands. */
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { EXIT } from '../exit-code.ts';
import { cannotRun, type Refused } from '../refused.ts';
import { codeFrame, type Position, positionAt } from './code-frame.ts';
import { findJsonError } from './json-position.ts';

export type Path = readonly PropertyKey[];
export type DefinitionText = {
  /** As the user calls it. */
  fileName: string;
  text: string;
  value: unknown;
  /** Where the value at a path stands; of the key itself when it is asked for. */
  find: (path: Path, part?: 'value' | 'key') => Position | null;
};

const MOST_BYTES = 10_000_000;

const malformed = (
  fileName: string,
  text: string,
  at: Position,
  message: string,
  language: string,
): Refused => ({
  code: 'definition-unreadable',
  message: `${fileName}:${at.line}:${at.column}: this is no ${language}: ${message}\n\n${codeFrame(text, at)}\n`,
  exitCode: EXIT.usage,
});

/** The end of a file is shown at the last line that has something on it. */
function visible(text: string, offset: number): number {
  return offset < text.length ? offset : text.trimEnd().length;
}

function offsetOf(document: Document, path: Path, part: 'value' | 'key'): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (part === 'key' && isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
    if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? null;
  }
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function finder(document: Document, text: string): DefinitionText['find'] {
  return (path, part = 'value') => {
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = offsetOf(document, path.slice(0, length), length === path.length ? part : 'key');
      if (offset !== null) return positionAt(text, visible(text, offset));
    }
    return null;
  };
}

/** JSON by JSON's own rules; the YAML reader then only finds places in it. */
function parseText(fileName: string, text: string): Result<DefinitionText, Refused> {
  const isJson = extname(fileName).toLowerCase() === '.json';
  const jsonError = isJson ? findJsonError(text) : null;
  if (jsonError !== null) {
    const at = positionAt(text, visible(text, jsonError.offset));
    return refuse(malformed(fileName, text, at, jsonError.message, 'JSON'));
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  const problem = isJson ? undefined : (document.errors[0] ?? document.warnings[0]);
  if (problem !== undefined) {
    const at = positionAt(text, visible(text, problem.pos[0]));
    return refuse(malformed(fileName, text, at, problem.message, 'YAML'));
  }
  try {
    const value: unknown = isJson ? JSON.parse(text) : document.toJS({ maxAliasCount: 100 });
    return ok({ fileName, text, value, find: finder(document, text) });
  } catch (error) {
    // An alias without its anchor, or a nest of aliases made to explode.
    return refuse(malformed(fileName, text, { line: 1, column: 1 }, (error as Error).message, 'YAML'));
  }
}

/** @param fileName as the user calls it, for messages */
export async function readDefinition(
  path: string,
  fileName: string,
): Promise<Result<DefinitionText, Refused>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not there' : (error as Error).message;
    return refuse({
      ...cannotRun('definition-unreadable', `${fileName} cannot be read: ${why}.`),
      exitCode: EXIT.usage,
    });
  }
  const unfit = bytes.length > MOST_BYTES ? 'larger than 10 MB' : isUtf8(bytes) ? null : 'no UTF-8 text';
  if (unfit !== null) {
    return refuse({
      ...cannotRun('definition-unreadable', `${fileName} is ${unfit}.`),
      exitCode: EXIT.usage,
    });
  }
  return parseText(fileName, bytes.toString('utf8').replace(/^\ufeff/, ''));
}
