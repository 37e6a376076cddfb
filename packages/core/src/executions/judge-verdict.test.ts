import type { Counts } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AttemptFacts,
  type GroupFact,
  isExcused,
  judgeVerdict,
  type UnitFact,
} from './judge-verdict.ts';

const counts = (part: Partial<Counts> = {}): Counts => ({
  total: 2,
  passed: 2,
  failed: 0,
  skipped: 0,
  flaky: 0,
  ...part,
});
const unit = (part: Partial<UnitFact> = {}): UnitFact => ({
  title: 'a.test.js',
  status: 'reported',
  outcome: 'passed',
  reason: null,
  message: null,
  storedTests: 2,
  expectedTests: null,
  failedTests: 0,
  quarantinedFailures: 0,
  unexplained: null,
  ...part,
});
/** A unit of two tests, one of which failed and is in quarantine. */
const quarantined = (part: Partial<UnitFact> = {}): UnitFact =>
  unit({ outcome: 'failed', reason: 'tests-failed', failedTests: 1, quarantinedFailures: 1, ...part });
const group = (part: Partial<GroupFact> = {}): GroupFact => ({
  index: 0,
  status: 'finished',
  lostReason: null,
  manifest: { units: 1, counts: counts() },
  stored: { units: 1, counts: counts() },
  ...part,
});
const facts = (part: Partial<AttemptFacts> = {}): AttemptFacts => ({
  ending: null,
  preparation: null,
  stopped: null,
  units: [unit()],
  groups: [group()],
  counts: counts(),
  recovered: 0,
  ...part,
});

describe('a verdict', () => {
  it('is passed when every unit was reported, the counts agree and no test failed', () => {
    expect(judgeVerdict(facts())).toEqual({ verdict: 'passed', reason: null, message: null });
  });

  it.each<[string, Partial<AttemptFacts>, string, string | null]>([
    [
      'a failed test',
      { units: [unit({ outcome: 'failed' })], counts: counts({ passed: 1, failed: 1 }) },
      'failed',
      'tests-failed',
    ],
    [
      'no units at all',
      { units: [], counts: counts({ total: 0, passed: 0 }), groups: [] },
      'failed',
      'no-tests',
    ],
    [
      'units without a single test',
      { counts: counts({ total: 0, passed: 0 }), groups: [] },
      'failed',
      'no-tests',
    ],
    [
      'nothing but skipped tests',
      { counts: counts({ passed: 0, skipped: 2 }), groups: [] },
      'failed',
      'no-tests',
    ],
    [
      'a unit never reported',
      { units: [unit(), unit({ status: 'pending', outcome: null })] },
      'infrastructure',
      'units-not-reported',
    ],
    [
      'a lost group with units left',
      {
        units: [unit({ status: 'claimed', outcome: null })],
        groups: [group({ status: 'lost', manifest: null })],
      },
      'infrastructure',
      'group-lost',
    ],
    [
      'a run that was stopped because its pods ran out of memory',
      {
        stopped: { reason: 'out-of-memory', message: 'It took more than 128Mi.' },
        units: [unit(), unit({ status: 'pending', outcome: null })],
        groups: [group({ status: 'lost', manifest: null })],
      },
      'failed',
      'out-of-memory',
    ],
    [
      'a run that was stopped because its pods never came to start',
      {
        stopped: { reason: 'executor-failed', message: 'No node was added.' },
        units: [unit({ status: 'pending', outcome: null })],
      },
      'infrastructure',
      'executor-failed',
    ],
    [
      'a manifest that counts more than was stored',
      { groups: [group({ manifest: { units: 2, counts: counts() } })] },
      'infrastructure',
      'counts-differ',
    ],
    [
      'a manifest that hides a failure',
      { groups: [group({ stored: { units: 1, counts: counts({ failed: 1, passed: 1 }) } })] },
      'infrastructure',
      'counts-differ',
    ],
    [
      'a crashed runner',
      { units: [unit({ outcome: 'error', reason: 'runner-crashed', message: 'exit 139' })] },
      'failed',
      'runner-crashed',
    ],
    [
      'an exit code that disagrees',
      { units: [unit({ outcome: 'error', reason: 'exit-code-disagrees' })] },
      'failed',
      'exit-code-disagrees',
    ],
    [
      'a full disk under a unit',
      { units: [unit({ outcome: 'error', reason: 'disk-full' })] },
      'infrastructure',
      'disk-full',
    ],
    [
      'a failed set-up',
      { preparation: { reason: 'setup-failed', message: 'npm ci: exit 1' } },
      'failed',
      'setup-failed',
    ],
    [
      'an unreachable repository',
      { preparation: { reason: 'content-unavailable', message: 'no such host' } },
      'infrastructure',
      'content-unavailable',
    ],
    [
      'a git ref that is not there',
      { preparation: { reason: 'ref-not-found', message: 'no branch "mian"' }, units: [] },
      'rejected',
      'ref-not-found',
    ],
    [
      'content that no framework is found in',
      { preparation: { reason: 'framework-not-found', message: 'nothing tells' }, units: [] },
      'rejected',
      'framework-not-found',
    ],
    [
      'a git ref that is there no more when failures are tried again',
      { preparation: { reason: 'ref-not-found', message: 'no branch "mian"' } },
      'infrastructure',
      'ref-not-found',
    ],
    ['a test that passed only in the next attempt', { recovered: 1 }, 'flaky', null],
    ["a test that passed only on the runner's own retry", { counts: counts({ flaky: 1 }) }, 'flaky', null],
    ["a user's cancel", { ending: 'cancelled' }, 'cancelled', 'cancelled-by-user'],
    [
      'the run limit',
      { ending: 'timeout', units: [unit({ status: 'pending', outcome: null })] },
      'timeout',
      'run-timeout',
    ],
  ])('for %s', (_what, part, verdict, reason) => {
    expect(judgeVerdict(facts(part))).toMatchObject({ verdict, reason });
  });

  it('is green only for what was seen to pass', () => {
    const anyUnit = fc.record({
      title: fc.constant('u'),
      status: fc.constantFrom('pending', 'claimed', 'reported'),
      outcome: fc.constantFrom('passed', 'failed', 'error', 'skipped', null),
      reason: fc.constantFrom('runner-crashed', 'unit-timeout', null),
      message: fc.constant(null),
      storedTests: fc.constantFrom(0, 1, 2),
      expectedTests: fc.constantFrom(null, 1, 2),
      failedTests: fc.constant(0),
      quarantinedFailures: fc.constant(0),
      unexplained: fc.constantFrom(null, 'exit code 7'),
    });
    const anyFacts = fc.record({
      ending: fc.constantFrom('cancelled', 'timeout', null),
      preparation: fc.constant(null),
      stopped: fc.constant(null),
      units: fc.array(anyUnit, { maxLength: 4 }),
      groups: fc.array(
        fc
          .record({ status: fc.constantFrom('finished', 'lost', 'ended'), units: fc.nat(2) })
          .map(({ status, units }) => group({ status, stored: { units, counts: counts() } })),
        { maxLength: 2 },
      ),
      counts: fc
        .record({ passed: fc.nat(2), failed: fc.nat(1), skipped: fc.nat(1), flaky: fc.constant(0) })
        .map((part) => counts({ ...part, total: part.passed + part.failed + part.skipped })),
      recovered: fc.nat(1),
    });
    fc.assert(
      fc.property(anyFacts, (some) => {
        const { verdict } = judgeVerdict(some as AttemptFacts);
        if (verdict !== 'passed' && verdict !== 'flaky') return;
        expect(some.ending).toBeNull();
        expect(some.units.length).toBeGreaterThan(0);
        expect(
          some.units.every(
            (one) => one.status === 'reported' && (one.outcome === 'passed' || one.outcome === 'skipped'),
          ),
        ).toBe(true);
        expect(
          some.units.every((one) => one.storedTests > 0 && one.storedTests >= (one.expectedTests ?? 0)),
        ).toBe(true);
        expect(some.counts.failed).toBe(0);
        expect(some.counts.passed).toBeGreaterThan(0);
        expect(some.groups.every((one) => one.manifest?.units === one.stored.units)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('quarantine', () => {
  const oneFailed = counts({ passed: 1, failed: 1 });
  const agreeing = [
    group({ manifest: { units: 1, counts: oneFailed }, stored: { units: 1, counts: oneFailed } }),
  ];
  const judge = (units: readonly UnitFact[], part: Partial<AttemptFacts> = {}) =>
    judgeVerdict(facts({ units, counts: oneFailed, groups: agreeing, ...part }));

  it('lets an execution pass whose only failures are in it', () => {
    expect(judge([quarantined()])).toEqual({ verdict: 'passed', reason: null, message: null });
    expect(judge([quarantined({ outcome: 'error', reason: null })]).verdict).toBe('passed');
    expect(judge([quarantined()], { recovered: 1 }).verdict).toBe('flaky');
  });

  it.each<[string, Partial<UnitFact>, Partial<AttemptFacts>, string, string]>([
    [
      'another test failed',
      { failedTests: 2 },
      { counts: counts({ passed: 0, failed: 2 }) },
      'failed',
      'tests-failed',
    ],
    [
      'the runner crashed',
      { outcome: 'error', reason: 'runner-crashed', message: 'exit 139' },
      {},
      'failed',
      'runner-crashed',
    ],
    ['the unit took too long', { outcome: 'error', reason: 'unit-timeout' }, {}, 'failed', 'unit-timeout'],
    ['the disk was full', { outcome: 'error', reason: 'disk-full' }, {}, 'infrastructure', 'disk-full'],
    ['the file had a problem of its own', { message: 'afterAll failed' }, {}, 'failed', 'tests-failed'],
    [
      'something else went wrong in the run',
      { unexplained: 'exit code 7' },
      {},
      'failed',
      'exit-code-disagrees',
    ],
    ['tests that were listed are missing', { expectedTests: 3 }, {}, 'failed', 'counts-differ'],
    [
      'nothing was seen to pass',
      {},
      { counts: counts({ passed: 0, failed: 1, skipped: 1 }) },
      'failed',
      'no-tests',
    ],
    ['the results hold fewer failures', {}, { counts: counts() }, 'infrastructure', 'counts-differ'],
    ['it was cancelled', {}, { ending: 'cancelled' }, 'cancelled', 'cancelled-by-user'],
  ])('does not excuse that %s', (_what, unitPart, part, verdict, reason) => {
    expect(judge([quarantined(unitPart)], part)).toMatchObject({ verdict, reason });
  });

  it('excuses nobody else: a unit that is missing, and trouble that another unit tells of', () => {
    const missing = unit({ status: 'pending', outcome: null });
    expect(judge([quarantined(), missing]).verdict).toBe('infrastructure');
    expect(judge([quarantined(), unit({ unexplained: 'unhandled error' })])).toMatchObject({
      verdict: 'failed',
      reason: 'exit-code-disagrees',
    });
    const different = group({
      manifest: { units: 1, counts: counts() },
      stored: { units: 1, counts: oneFailed },
    });
    expect(judge([quarantined()], { groups: [different] })).toMatchObject({ reason: 'counts-differ' });
  });

  it('says how many failed besides, where others failed as well', () => {
    const other = unit({ outcome: 'failed', reason: 'tests-failed', failedTests: 1 });
    const { message } = judge([quarantined(), other], { counts: counts({ total: 4, passed: 2, failed: 2 }) });
    expect(message).toBe('1 of 4 tests failed, in 1 unit. 1 more failed in quarantine and are not counted.');
  });

  const anyUnit = fc
    .record({
      title: fc.constant('u'),
      status: fc.constantFrom('pending', 'claimed', 'reported', 'reported', 'reported'),
      outcome: fc.constantFrom('passed', 'failed', 'error', 'skipped', null),
      reason: fc.constantFrom('runner-crashed', 'unit-timeout', 'tests-failed', 'tests-failed', null),
      message: fc.constantFrom(null, null, 'a problem'),
      expectedTests: fc.constantFrom(null, 1, 2),
      failedTests: fc.nat(2),
      passedTests: fc.nat(2),
      quarantinedFailures: fc.nat(2),
      unexplained: fc.constantFrom(null, null, null, 'exit code 7'),
    })
    .filter((one) => one.quarantinedFailures <= one.failedTests)
    .map(({ passedTests, ...one }) => ({ ...one, storedTests: one.failedTests + passedTests }) as UnitFact);
  const anyFacts = fc.array(anyUnit, { minLength: 1, maxLength: 4 }).chain((units) => {
    const failed = units.reduce((sum, one) => sum + (one.failedTests ?? 0), 0);
    const total = units.reduce((sum, one) => sum + (one.storedTests ?? 0), 0);
    return fc.record({
      ending: fc.constantFrom('cancelled', 'timeout', null, null),
      preparation: fc.constant(null),
      stopped: fc.constant(null),
      units: fc.constant(units),
      groups: fc.constant([]),
      counts: fc.constantFrom(counts({ total, failed, passed: total - failed })),
      recovered: fc.nat(1),
    });
  });

  it('never makes green what is missing, crashed, or failed outside of it', () => {
    let green = 0;
    fc.assert(
      fc.property(anyFacts, (some) => {
        const { verdict } = judgeVerdict(some as AttemptFacts);
        if (verdict !== 'passed' && verdict !== 'flaky') return;
        if (some.units.some(isExcused)) green += 1;
        expect(some.ending).toBeNull();
        for (const one of some.units) {
          expect(one.status).toBe('reported');
          expect(one.storedTests).toBeGreaterThanOrEqual(Math.max(1, one.expectedTests ?? 0));
          if (one.outcome === 'passed' || one.outcome === 'skipped') continue;
          expect([one.reason ?? 'tests-failed', one.message]).toEqual(['tests-failed', null]);
          expect(one.failedTests).toBe(one.quarantinedFailures);
        }
        const failed = some.units.reduce((sum, one) => sum + (one.failedTests ?? 0), 0);
        expect(failed).toBe(some.units.reduce((sum, one) => sum + one.quarantinedFailures, 0));
        if (failed > 0) expect(some.units.filter((one) => one.unexplained !== null)).toEqual([]);
        expect(some.counts.passed).toBeGreaterThan(0);
      }),
      { numRuns: 5000 },
    );
    expect(green).toBeGreaterThan(0); // the property was asked of something
  });

  it('changes nothing where no test is in it', () => {
    const without = anyFacts.map((some) => ({
      ...some,
      units: some.units.map((one) => ({ ...one, quarantinedFailures: 0, unexplained: null })),
    }));
    fc.assert(
      fc.property(without, (some) => {
        const { verdict } = judgeVerdict(some as AttemptFacts);
        if (some.counts.failed > 0) expect(['passed', 'flaky']).not.toContain(verdict);
      }),
      { numRuns: 2000 },
    );
  });
});
