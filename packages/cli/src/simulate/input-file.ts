/** Files of numbers, and where in them something is wrong. */
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { closestWord } from '../definition/closest-word.ts';
import { codeFrame, positionAt } from '../definition/code-frame.ts';
import { issueText } from '../definition/issue-text.ts';
import { findJsonError } from '../definition/json-position.ts';
import { type Refused, usageRefused } from '../refused.ts';

/** A report of 100,000 tests is half of this. */
const MOST_BYTES = 100_000_000;
const MOST_FAULTS = 10;

export type InputFile = { fileName: string; text: string };

export async function readInput(cwd: string, fileName: string): Promise<Result<InputFile, Refused>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(resolve(cwd, fileName));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'it is not there' : (error as Error).message;
    return refuse(usageRefused(`${fileName} cannot be read: ${why}.`));
  }
  if (bytes.length > MOST_BYTES) return refuse(usageRefused(`${fileName} is larger than 100 MB.`));
  if (!isUtf8(bytes)) return refuse(usageRefused(`${fileName} is no UTF-8 text.`));
  return ok({ fileName, text: bytes.toString('utf8').replace(/^\ufeff/, '') });
}

export function parseJson({ fileName, text }: InputFile): Result<unknown, Refused> {
  const wrong = findJsonError(text);
  if (wrong === null) return ok(JSON.parse(text));
  const offset = wrong.offset < text.length ? wrong.offset : text.trimEnd().length;
  const at = positionAt(text, offset);
  const message = `${fileName}:${at.line}:${at.column}: this is no JSON: ${wrong.message}\n\n${codeFrame(text, at)}\n`;
  return refuse(usageRefused(message));
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    root,
  );

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  );

type Checked<Schema extends z.ZodType> = Result<z.output<Schema>, Refused>;

/**
 * @param keys that there are, for suggestions
 * @param file where the value stands, for line numbers; left out: on the command line
 */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { name, keys, file }: { name: string; keys: readonly string[]; file?: InputFile },
): Checked<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const lineOf = file === undefined ? () => '' : createLineFinder(file.text);
  const faults = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, keys) }))
      : [{ path: issue.path, message: issueText(issue, valueAt(value, issue.path)) }],
  );
  const told = faults.slice(0, MOST_FAULTS).map(({ path, message }) => ({
    path: pathText(path) || name,
    message: `${message}${lineOf(path)}`,
  }));
  const more = faults.length > MOST_FAULTS ? ` These are ${MOST_FAULTS} of ${faults.length} faults.` : '';
  return refuse({ ...usageRefused(`${name} cannot be used.${more}`), faults: told });
}

function unknownKey(key: string, keys: readonly string[]): string {
  const near = closestWord(key, keys);
  return near === null ? `is not known; there are ${keys.join(', ')}` : `is not known; did you mean ${near}?`;
}

/** Read a second time, by a reader that knows places: only once something is wrong. */
function createLineFinder(text: string): (path: readonly PropertyKey[]) => string {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const offset = isNode(node) ? node.range?.[0] : undefined;
      if (offset !== undefined) return ` (line ${lines.linePos(offset).line})`;
    }
    return '';
  };
}
