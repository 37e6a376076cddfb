/** Zod's issues as faults that people can act on: where, and what would be right. */
import type { z } from 'zod';

export type Fault = { path: string; message: string };
type Issue = z.core.$ZodIssue;

const MOST_FAULTS = 50;

export const describeIssues = (issues: readonly Issue[]): Fault[] =>
  issues.flatMap((issue) => faultsOf(issue)).slice(0, MOST_FAULTS);

function faultsOf(issue: Issue): Fault[] {
  const path = pathOf(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: 'is not known here' }));
    case 'invalid_key':
      return [{ path, message: `this name is not allowed: ${messagesOf(issue.issues)}` }];
    case 'invalid_element':
      return [{ path, message: messagesOf(issue.issues) }];
    case 'invalid_union':
      return [{ path, message: describeUnion(issue) }];
    default:
      return [{ path, message: issue.message }];
  }
}

function describeUnion(issue: z.core.$ZodIssueInvalidUnion): string {
  const choices = issue.errors.map((errors) => messagesOf(errors)).filter((text) => text !== '');
  return choices.length > 0 ? [...new Set(choices)].join('; or: ') : issue.message;
}

const messagesOf = (issues: readonly Issue[]): string =>
  faultLines(issues.flatMap((issue) => faultsOf(issue)).slice(0, 5)).join(', ');

const faultLines = (faults: readonly Fault[]) =>
  faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));

/** `content.files["../a"]`, `commands[2].name`: as one would write it in a program. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`;
    const name = String(part);
    if (!/^[A-Za-z_][\w-]*$/.test(name)) return `${before}[${JSON.stringify(name)}]`;
    return before === '' ? name : `${before}.${name}`;
  }, '');
}

/** One sentence for the detail: the first faults, and how many more there are. */
export function summariseFaults(faults: readonly Fault[]): string {
  const shown = faultLines(faults.slice(0, 3)).join('; ');
  const more = faults.length - 3;
  return more > 0 ? `${shown}; and ${more} more` : shown;
}
