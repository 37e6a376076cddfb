/**
 * What one run of the framework has told of one unit so far.
 *
 * Owns the unit's counts and how far it has come within this run. Does not decide how the unit went.
 * Invariant: counts are those of the cases that were taken in, each once.
 */
import { createHash } from 'node:crypto';
import type { CaseLine, ClaimedUnit, Counts } from '@gauntlet/contract';

export type UnitProgress = {
  unit: ClaimedUnit;
  /** `ran`: it has come to its end, but not all of its cases have been told. */
  state: 'waiting' | 'running' | 'ran' | 'ended';
  /** Since when it runs; undefined while it does not. */
  runningSince: number | undefined;
  /** How long it has run, as the framework says or else as seen from here. */
  durationMs: number | undefined;
  counts: Counts;
  /** Cases whose status is `failed`; the other bad ones are errors. */
  failed: number;
  /** Distinct tests, to be held against those that were announced. */
  tests: Set<string>;
  problems: string[];
};

const PROBLEMS_KEPT = 20;
/** Tells of a test what belongs to it but is no test: pytest's failed teardown of one that passed. */
const NO_TEST = 'teardown';

export function createProgress(unit: ClaimedUnit): UnitProgress {
  return {
    unit,
    state: 'waiting',
    runningSince: undefined,
    durationMs: undefined,
    counts: { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 },
    failed: 0,
    tests: new Set(),
    problems: [],
  };
}

/** A short stand-in for a test's full name; names may be long, and there may be many. */
function identify({ project, suite, name, line, repetition }: CaseLine): string {
  const identity = JSON.stringify([project, suite, name, line, repetition]);
  return identity.length <= 64 ? identity : createHash('sha256').update(identity).digest('base64');
}

export function takeCase(progress: UnitProgress, line: CaseLine): void {
  const { counts } = progress;
  counts.total += 1;
  if (line.status === 'passed') counts.passed += 1;
  else if (line.status === 'skipped') counts.skipped += 1;
  else counts.failed += 1;
  if (line.status === 'failed') progress.failed += 1;
  if (line.flaky) counts.flaky += 1;
  if (!line.tags.includes(NO_TEST)) progress.tests.add(identify(line));
}

export function takeProblem(progress: UnitProgress, message: string): void {
  if (progress.problems.length < PROBLEMS_KEPT) progress.problems.push(message);
}
