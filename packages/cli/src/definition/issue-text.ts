/** What the schema found wrong, in words that say what to write instead. */
import type { z } from 'zod';
import { closestWord } from './closest-word.ts';

type Issue = z.core.$ZodIssue;

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a set of keys',
  record: 'a set of keys',
  boolean: 'true or false',
};
const kindText = (kind: string) => KINDS[kind] ?? kind;

const kindOf = (value: unknown): string =>
  value === null || value === undefined ? 'nothing' : Array.isArray(value) ? 'array' : typeof value;

function wrongType(issue: { expected: string }, value: unknown): string {
  if (value === undefined) return 'is missing';
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  const hint = issue.expected === 'string' && scalar ? `: write "${String(value)}" in quotes` : '';
  return `must be ${kindText(issue.expected)}, not ${kindText(kindOf(value))}${hint}`;
}

function oneOf(options: readonly unknown[], value: unknown): string {
  const words = options.map(String);
  const near = typeof value === 'string' ? closestWord(value, words) : null;
  return `must be ${words.length > 1 ? 'one of ' : ''}${words.join(', ')}${near === null ? '' : `; did you mean ${near}?`}`;
}

const amount = (issue: { origin: string }, bound: number | bigint): string =>
  issue.origin === 'string'
    ? `${bound} character${bound === 1 ? '' : 's'}`
    : issue.origin === 'array'
      ? `${bound} ${bound === 1 ? 'entry' : 'entries'}`
      : String(bound);

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
  const least = amount(issue, issue.minimum);
  if (issue.origin === 'number') return `must be ${issue.inclusive ? 'at least' : 'more than'} ${least}`;
  return `needs at least ${least}`;
}

function tooBig(issue: z.core.$ZodIssueTooBig): string {
  const most = amount(issue, issue.maximum);
  return issue.origin === 'number' ? `must be at most ${most}` : `has more than ${most}`;
}

function union(issue: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  if ('discriminator' in issue && 'options' in issue) return oneOf(issue.options as unknown[], value);
  const texts = issue.errors.flatMap((branch) => branch.slice(0, 1)).map((first) => issueText(first, value));
  return [...new Set(texts)].join(', or ') || issue.message;
}

/** @param value what stands there in the definition */
export function issueText(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, value);
    case 'invalid_value':
      return oneOf(issue.values, value);
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_key':
      return `is no good name: ${issue.issues[0]?.message ?? issue.message}`;
    case 'invalid_union':
      return union(issue, value);
    default:
      return issue.message;
  }
}
