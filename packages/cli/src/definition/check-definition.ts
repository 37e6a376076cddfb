/** Checks a definition before anything is started or sent, with the very schema the server uses. */
import {
  ArchiveContent,
  GitContent,
  InlineContent,
  TestDefinition,
  type TestDefinitionInput,
} from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { z } from 'zod';
import { EXIT } from '../exit-code.ts';
import type { Fault, Refused } from '../refused.ts';
import { closestWord } from './closest-word.ts';
import { issueText } from './issue-text.ts';
import type { DefinitionText, Path } from './read-definition.ts';

/** What is to be run; the content may still be a folder that is sent later. */
export type ContentlessDefinition = Omit<TestDefinitionInput, 'content'> & {
  content?: TestDefinitionInput['content'];
};

const ContentlessSchema = TestDefinition.partial({ content: true });

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null;

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), root);

const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  );

const shape = TestDefinition.shape;
/** The keys there are at a place; for suggestions only. */
const KNOWN_KEYS: Record<string, readonly string[]> = {
  '': Object.keys(shape),
  timeouts: Object.keys(shape.timeouts.unwrap().shape),
  retries: Object.keys(shape.retries.unwrap().shape),
  resources: Object.keys(shape.resources.unwrap().shape),
  content: [GitContent, ArchiveContent, InlineContent].flatMap((content) => Object.keys(content.shape)),
  'content.credentials': Object.keys(GitContent.shape.credentials.unwrap().shape),
  setup: ['commands'],
};

function unknownKey(key: string, path: Path): string {
  const near = closestWord(key, KNOWN_KEYS[pathText(path)] ?? []);
  return near === null ? 'is no known key' : `is no known key; did you mean ${near}?`;
}

type PlacedFault = { path: Path; message: string; part: 'value' | 'key' };

function placedFaults(issue: z.core.$ZodIssue, value: unknown): PlacedFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: unknownKey(key, issue.path),
      part: 'key',
    }));
  }
  const part = issue.code === 'invalid_key' ? 'key' : 'value';
  return [{ path: issue.path, message: issueText(issue, valueAt(value, issue.path)), part }];
}

function asFault({ path, message, part }: PlacedFault, source: DefinitionText | null): Fault {
  const at = source?.find(path, part) ?? null;
  const where = at === null ? '' : ` (line ${at.line})`;
  return { path: pathText(path) || 'definition', message: `${message}${where}` };
}

/**
 * @param value the definition, options already laid over it
 * @param source the file it came from, for line numbers; null when it came from options alone
 */
export function checkDefinition(
  value: unknown,
  source: DefinitionText | null,
): Result<ContentlessDefinition, Refused> {
  const parsed = ContentlessSchema.safeParse(value);
  // The schema's own output has every default filled in; sending the input keeps the server's defaults in charge.
  if (parsed.success) return ok(value as ContentlessDefinition);
  const faults = parsed.error.issues
    .flatMap((issue) => placedFaults(issue, value))
    .map((f) => asFault(f, source));
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return refuse({
    code: 'invalid-definition',
    message: `${source?.fileName ?? 'The definition'} has ${count}:`,
    faults,
    exitCode: EXIT.usage,
  });
}
