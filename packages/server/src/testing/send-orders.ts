/** What a transport is asked to send, for tests of transports. */
import type { ChannelAccess, Counts, ResultId, Verdict } from '@gauntlet/contract';
import type { Reference, RunNotice, SendOrder, TestFailure } from '../notifications/index.ts';

const EXECUTION = '01900000-0000-7000-8000-00000000e001';
const COMMIT = '6dcb09b5b57875f334f61aebed695e2e4193db5e';

export function runNotice(
  verdict: Verdict | null,
  counts: Partial<Counts> = {},
  name = 'checkout',
): RunNotice {
  const outcome = verdict && {
    verdict,
    reason: null,
    message: null,
    counts: { total: 250, passed: 250, failed: 0, skipped: 0, flaky: 0, ...counts },
    durationMs: 61_000,
  };
  const run = {
    executionId: EXECUTION,
    definitionId: EXECUTION,
    name,
    teamId: EXECUTION,
    teamName: 'payments',
    projectId: null,
    projectName: null,
    branch: 'main',
    commit: COMMIT,
    tags: {},
    submittedBy: { userId: EXECUTION, username: 'ada' },
  } as unknown as RunNotice['run'];
  const state = verdict === null ? 'running' : 'ended';
  return {
    about: 'execution',
    events: ['failed'],
    at: '2026-01-15T12:00:00.000Z',
    run,
    state,
    outcome,
    usualMs: null,
  };
}

const FAILURES: TestFailure[] = Array.from({ length: 5 }, (_, index) => ({
  resultId: `01900000-0000-7000-8000-00000000e10${index}` as ResultId,
  name: `pays ${index} <script>`,
  suite: ['cart'],
  file: 'cart.test.ts',
  line: index + 1,
  status: 'failed',
  message: `expected <b>1</b>\r\nBcc: evil@example.org @here <!channel> ${index}`,
}));

const hasFailed = (notice: SendOrder['notice']): boolean =>
  notice.about === 'execution' && (notice.outcome?.counts.failed ?? 0) > 0;

/** In an order of its own each: what a transport notes is kept for the next attempt. */
export function createSendOrders(access: ChannelAccess) {
  let own: Reference | null = null;
  let attempt = 0;
  const order = (notice: SendOrder['notice'], part: Partial<SendOrder> = {}): SendOrder => {
    attempt += 1;
    const now = new Date();
    return {
      deliveryId: '01900000-0000-7000-8000-0000000de001',
      eventId: '01900000-0000-7000-8000-0000000ee001',
      access,
      notice,
      details: {
        serverUrl: 'https://gauntlet.example.org',
        failures: hasFailed(notice) ? FAILURES : [],
        failedUnits: 0,
      },
      createdAt: now,
      now,
      attempt,
      own,
      earlier: null,
      note: async (reference) => {
        own = reference;
      },
      ...part,
    };
  };
  return {
    order,
    noted: () => own,
    keep: (reference: Reference | null | undefined) => {
      own = reference ?? own;
    },
  };
}
