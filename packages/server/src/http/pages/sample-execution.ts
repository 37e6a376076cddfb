/** Views of executions to test pages with. Nothing else imports this. */
import { ExecutionList, ExecutionView, Me, ResultList, UnitList } from '@gauntlet/contract';

const id = (number: number) => `0195f3a0-6f2e-7c31-9a54-${String(number).padStart(12, '0')}`;
export const SAMPLE_ID = id(1);
export const SAMPLE_NOW = '2026-03-14T09:31:00.000Z';

const SUMMARY = {
  executionId: SAMPLE_ID,
  definitionId: id(2),
  definitionVersion: 1,
  projectId: null,
  name: 'checkout',
  type: 'unit',
  framework: 'vitest',
  status: 'running',
  verdict: null,
  failureReason: null,
  failureMessage: null,
  attempt: 0,
  priority: 50,
  parallelism: 2,
  tags: {},
  submittedBy: 'ada',
  submittedAt: '2026-03-14T09:30:00.000Z',
  startedAt: '2026-03-14T09:30:01.000Z',
  completedAt: null,
  durationMs: 59_000,
  counts: { total: 8, passed: 8, failed: 0, skipped: 0, flaky: 0 },
  quarantined: null,
  units: { total: 4, reported: 2 },
  queuePosition: null,
};

const LINKS = { self: '', events: '', results: '', artifacts: '', page: '' };
const DETAIL = {
  exitCode: null,
  retryAt: null,
  commit: null,
  contentKey: null,
  setup: null,
  countVerified: true,
  remainingMs: null,
  placement: null,
  rerunOf: null,
  groups: [],
  reports: { html: null, junit: null },
  lastEvent: 5,
  links: LINKS,
};

export const SAMPLE_VIEWER: Me = Me.parse({
  project: null,
  signedIn: { via: 'session', tokenId: null, tokenName: null, sessionId: id(4) },
  userId: id(3),
  username: 'ada',
  teamId: id(4),
  teamName: 'Platform',
  roles: ['admin'],
  scopes: ['read', 'submit'],
});

/** Parsed by the contract, so that a sample cannot be what the API would never answer. */
export const sampleView = (fields: Record<string, unknown> = {}): ExecutionView =>
  ExecutionView.parse({ ...SUMMARY, ...DETAIL, ...fields });

export const sampleList = (
  items: Record<string, unknown>[],
  nextCursor: string | null = null,
): ExecutionList =>
  ExecutionList.parse({
    items: items.map((fields, index) => ({ ...SUMMARY, executionId: id(100 + index), ...fields })),
    nextCursor,
  });

export const sampleUnits = (items: Record<string, unknown>[], nextCursor: string | null = null) =>
  UnitList.parse({
    items: items.map((fields, index) => ({
      unitId: id(200 + index),
      key: `unit ${index}`,
      title: `unit ${index}`,
      file: null,
      attempt: 0,
      status: 'reported',
      outcome: 'passed',
      reason: null,
      message: null,
      groupIndex: 0,
      estimatedMs: null,
      durationMs: 10,
      counts: null,
      ...fields,
    })),
    nextCursor,
  });

export const sampleFailures = (
  items: Record<string, unknown>[],
  nextCursor: string | null = null,
): ResultList =>
  ResultList.parse({
    items: items.map((fields, index) => ({
      resultId: id(300 + index),
      testCaseId: id(400 + index),
      unitId: null,
      name: 'rounds to cents',
      suite: ['cart'],
      file: 'src/cart.test.ts',
      line: 9,
      project: null,
      status: 'failed',
      flaky: false,
      quarantined: false,
      attempt: 0,
      durationMs: 12,
      message: 'expected 1 to be 2',
      executedAt: SAMPLE_NOW,
      ...fields,
    })),
    nextCursor,
  });
