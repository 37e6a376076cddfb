/** Events with everything filled in that a test does not care about. */
import type { ExecutionEvent, FailureSummary } from '@gauntlet/contract';
import { applyEvent, type Progress, startOfProgress } from '../follow/progress.ts';

type DataOf<Type extends ExecutionEvent['type']> = Extract<ExecutionEvent, { type: Type }>['data'];

const brand = (id: string) => id as never;
const id = (number: number) => brand(`0198b2c4-7a00-7000-8000-${String(number).padStart(12, '0')}`);

export const planMade = (more: Partial<DataOf<'plan-made'>> = {}): ExecutionEvent => ({
  type: 'plan-made',
  data: {
    framework: 'node:test',
    units: 4,
    expectedTests: null,
    setup: 'none',
    countVerified: true,
    groups: 2,
    estimatedMs: null,
    attempt: 0,
    ...more,
  },
});

export const statusChanged = (
  to: DataOf<'status-changed'>['to'],
  more: Partial<DataOf<'status-changed'>> = {},
): ExecutionEvent => ({
  type: 'status-changed',
  data: { from: null, to, because: 'x', attempt: 0, ...more },
});

export const unitStarted = (
  unit: number,
  groupIndex: number,
  title = `test/${unit}.test.js`,
): ExecutionEvent => ({
  type: 'unit-started',
  data: { unitId: id(unit), title, groupIndex },
});

export const unitFinished = (
  unit: number,
  groupIndex: number,
  more: Partial<DataOf<'unit-finished'>> = {},
): ExecutionEvent => ({
  type: 'unit-finished',
  data: {
    unitId: id(unit),
    title: `test/${unit}.test.js`,
    groupIndex,
    outcome: 'passed',
    counts: { total: 2, passed: 2, failed: 0, skipped: 0, flaky: 0 },
    durationMs: 1_000,
    failures: [],
    ...more,
  },
});

export const unitReturned = (unit: number, groupIndex: number): ExecutionEvent => ({
  type: 'unit-returned',
  data: { unitId: id(unit), title: `test/${unit}.test.js`, groupIndex },
});

export const groupEvent = (
  type: 'group-lost' | 'group-finished' | 'group-started',
  groupIndex: number,
  attempt = 0,
): ExecutionEvent => {
  const group = { groupId: id(900 + groupIndex), groupIndex };
  if (type === 'group-lost') return { type, data: { ...group, why: 'no heartbeat', unitsReturned: 1 } };
  if (type === 'group-started') return { type, data: { ...group, attempt, nodeName: 'here' } };
  return {
    type,
    data: { ...group, units: 2, counts: { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 } },
  };
};

export const verdictGiven = (more: Partial<DataOf<'verdict-given'>> = {}): ExecutionEvent => ({
  type: 'verdict-given',
  data: {
    verdict: 'passed',
    counts: { total: 8, passed: 8, failed: 0, skipped: 0, flaky: 0 },
    durationMs: 4_000,
    attempts: 1,
    ...more,
  },
});

export const reportStored: ExecutionEvent = {
  type: 'report-stored',
  data: { junitArtifactId: id(1), htmlArtifactId: id(2) },
};

export const failure = (more: Partial<FailureSummary> = {}): FailureSummary => ({
  name: 'adds',
  suite: ['cart'],
  file: 'test/cart.test.js',
  line: 12,
  status: 'failed',
  message: 'Expected values to be strictly equal:\n\n3 !== 2\n',
  ...more,
});

/** Progress after these events, one a second from 0. */
export const after = (...events: ExecutionEvent[]): Progress =>
  events.reduce(
    (progress, event, index) => applyEvent(progress, { event, number: index + 1, at: index * 1_000 }),
    startOfProgress(),
  );
