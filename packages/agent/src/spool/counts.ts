import type { AgentEvent, Counts } from '@gauntlet/contract';

export const NO_COUNTS: Counts = { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };

export const addCounts = (one: Counts, other: Counts): Counts => ({
  total: one.total + other.total,
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
  flaky: one.flaky + other.flaky,
});

type Result = Extract<AgentEvent, { type: 'results' }>['results'][number];

export const countResult = ({ status, flaky }: Result): Counts => ({
  total: 1,
  passed: status === 'passed' ? 1 : 0,
  failed: status === 'failed' || status === 'error' ? 1 : 0,
  skipped: status === 'skipped' ? 1 : 0,
  flaky: status === 'passed' && flaky ? 1 : 0,
});
