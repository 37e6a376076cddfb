import type { Counts } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttemptFacts, type GroupFact, judgeVerdict, type UnitFact } from './judge-verdict.ts';

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
  ...part,
});
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
      { preparation: { reason: 'ref-not-found', message: 'no branch "mian"' } },
      'rejected',
      'ref-not-found',
    ],
    [
      'content that no framework is found in',
      { preparation: { reason: 'framework-not-found', message: 'nothing tells' } },
      'rejected',
      'framework-not-found',
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
    });
    const anyFacts = fc.record({
      ending: fc.constantFrom('cancelled', 'timeout', null),
      preparation: fc.constant(null),
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
