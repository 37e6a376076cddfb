/** What the contract server says of tests over all executions: one that is flaky, and one that is not. */

const fixedId = (number: number) => `0198b2c4-7a00-7000-8000-00000000000${number}`;
const MOMENT = '2026-01-02T03:04:05.000Z';

type Quarantine = { state: 'active'; reason: string; by: string; since: string; expiresAt: string };
export type ContractTests = { owner: string | null; quarantine: Quarantine | null };
export const newContractTests = (): ContractTests => ({ owner: null, quarantine: null });

const idOf = (number: number) => `0198b2c4-7a00-7000-8000-0000000000${number}`;
const FLAKY = idOf(41);
const LATER = '2099-01-01T00:00:00.000Z';

const testOf = ({ owner, quarantine }: ContractTests) => ({
  ...{ testCaseId: FLAKY, definitionId: fixedId(1), definitionName: 'shop', projectId: null },
  ...{ name: 'adds an item', suite: ['cart'], file: 'test/cart.test.js', project: null },
  owner: owner === null ? null : { userId: fixedId(5), username: owner },
  ...{ firstSeenAt: MOMENT, lastSeenAt: MOMENT, lastExecutionId: fixedId(2), lastOutcome: 'failed' },
  ...{ standing: 'failing', standingSince: MOMENT, lastFailedAt: MOMENT, typicalMs: 12 },
  flaky: {
    ...{ state: 'flaky', rate: 0.25, low: 0.15, high: 0.4, runs: 40, flakyRuns: 10 },
    ...{ firstSeenAt: MOMENT, lastSeenAt: MOMENT },
  },
  quarantine,
});
const steady = (tests: ContractTests) => ({
  ...testOf(tests),
  ...{ testCaseId: idOf(42), name: 'removes an item', standing: 'passing', flaky: null },
});
const RUN = {
  ...{ executionId: fixedId(2), resultId: idOf(43), at: MOMENT, outcome: 'failed', durationMs: 12 },
  ...{ contentKey: 'git:c0ffee', bothOutcomes: true, quarantined: false, message: 'no\nat all' },
};

type Asked = { tests: ContractTests; method: string; path: string; query: URLSearchParams; body: unknown };

export function answerAboutTests({ tests, method, path, query, body }: Asked): {
  status: number;
  body: unknown;
} {
  const ok = (answered: unknown) => ({ status: 200, body: answered });
  if (path === '/api/v1/test-cases') return ok({ items: found(tests, query), nextCursor: null });
  const below = /^\/api\/v1\/test-cases\/[0-9a-f-]+(\/\w+)?$/.exec(path);
  if (below === null) return { status: 404, body: {} };
  if (below[1] === '/runs') return ok({ items: [RUN], nextCursor: null });
  if (method === 'PATCH') tests.owner = (body as { owner: string | null }).owner;
  if (method === 'PUT') {
    const { reason } = body as { reason: string };
    tests.quarantine = { state: 'active', reason, by: 'admin', since: MOMENT, expiresAt: LATER };
  }
  if (method === 'DELETE') {
    tests.quarantine = null;
    return { status: 204, body: '' };
  }
  return ok(testOf(tests));
}

function found(tests: ContractTests, query: URLSearchParams) {
  const [search, state] = [query.get('search') ?? '', query.get('state')];
  const all = [testOf(tests), steady(tests)].filter(({ name }) => name.includes(search));
  if (state === 'flaky') return all.filter(({ flaky }) => flaky !== null);
  return state === 'quarantined' ? all.filter(({ quarantine }) => quarantine !== null) : all;
}

export const isAboutTests = (path: string): boolean => path.startsWith('/api/v1/test-cases');

export const comparisonOf = (before: string, after: string) => ({
  ...{ before, after, content: 'different', nextCursor: null },
  counts: {
    ...{ newlyFailing: 1, fixed: 2, stillFailing: 0, added: 0, removed: 0 },
    ...{ slower: 0, faster: 0, unchanged: 7 },
  },
  items: [
    {
      ...{
        testCaseId: FLAKY,
        name: 'adds an item',
        suite: ['cart'],
        file: 'test/cart.test.js',
        project: null,
      },
      before: { outcome: 'passed', durationMs: 12, resultId: idOf(44) },
      after: { outcome: 'failed', durationMs: 13, resultId: idOf(45) },
      message: 'no',
    },
  ],
});
