/** A definition against the contract's own schema, each fault where it stands in the text. */
import { TestDefinition } from '@gauntlet/contract';
import { z } from 'zod';
import { type Fault, type Path, type ReadText, readText } from './document.ts';

// Compiled schemas would need the right to evaluate text, which no page of ours has.
z.config({ jitless: true });

export type Checked = { value: unknown; definition: TestDefinition | null; faults: Fault[] };

export function check(text: string): Checked {
  const read = readText(text);
  if (read.value === undefined) return { value: undefined, definition: null, faults: read.faults };
  const parsed = TestDefinition.safeParse(read.value);
  if (parsed.success) return { value: read.value, definition: parsed.data, faults: [] };
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, read, read.value));
  return { value: read.value, definition: null, faults: faults.toSorted((a, b) => a.line - b.line) };
}

function faultsOf(issue: z.core.$ZodIssue, read: ReadText, value: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { ...read.placeOf(path, 'key'), path: pathText(path), message: `“${key}” is no known key` };
    });
  const missing = issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined;
  const message = missing ? 'is missing' : issue.message;
  return [{ ...read.placeOf(issue.path), path: pathText(issue.path), message }];
}

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );

export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  );

/** Without what the schema fills in by itself, in the order of the schema: as one would have written it. */
export function withoutDefaults(body: TestDefinition): Record<string, unknown> {
  const bare = TestDefinition.parse({ name: body.name, content: body.content });
  return Object.fromEntries(
    Object.keys(TestDefinition.shape).flatMap((key) => {
      const name = key as keyof TestDefinition;
      const kept = difference(body[name], name === 'name' || name === 'content' ? undefined : bare[name]);
      return kept === undefined
        ? []
        : [[name, name === 'content' || name === 'commands' ? ordered(kept) : kept]];
    }),
  );
}

/** As one writes them: the database keeps no order. */
const ORDER = [
  'type',
  'name',
  'url',
  'ref',
  'path',
  'run',
  'report',
  'format',
  'credentials',
  'secret',
  'kind',
];
const rank = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!NESTED(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => rank(a) - rank(b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, key === 'files' ? inner : ordered(inner)]));
}

const NESTED = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function difference(value: unknown, fallback: unknown): unknown {
  if (JSON.stringify(value) === JSON.stringify(fallback)) return undefined;
  if (!NESTED(value) || !NESTED(fallback) || Object.keys(fallback).length === 0) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) => JSON.stringify(inner) !== JSON.stringify(fallback[key]),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
