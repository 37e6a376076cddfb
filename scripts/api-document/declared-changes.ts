/** Breaking changes that are meant: each declared, with its reason, until the next release. */
import type { Finding } from './compare-schemas.ts';

/** `why` says what a client's author has to know; `since` the version that brings it. */
export type Declared = Finding & { why: string; since: string };

const sameAs = (one: Finding) => (other: Finding) =>
  one.operation === other.operation && one.what === other.what;

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';

/** @returns what is wrong, in lines to print; none when all that breaks is declared and nothing else is */
export function judgeChanges(found: readonly Finding[], declared: readonly Declared[]): string[] {
  const undeclared = found.filter((finding) => !declared.some(sameAs(finding)));
  const stale = declared.filter((entry) => !found.some(sameAs(entry)));
  const unexplained = declared.filter(({ why, since }) => !isText(why) || !isText(since));
  return [
    ...undeclared.map(({ operation, what }) => `Breaks clients: ${operation}: ${what}`),
    ...stale.map(({ operation, what }) => `Declared, but nothing breaks there: ${operation}: ${what}`),
    ...unexplained.map(({ operation, what }) => `Declared without why or since: ${operation}: ${what}`),
  ];
}

/** Entries to fill in for what is not declared yet. */
export function entriesFor(
  found: readonly Finding[],
  declared: readonly Declared[],
  since: string,
): Declared[] {
  const undeclared = found.filter((finding) => !declared.some(sameAs(finding)));
  return undeclared.map(({ operation, what }) => ({ operation, what, why: '', since }));
}
