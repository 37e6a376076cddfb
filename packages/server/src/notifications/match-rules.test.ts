import type { Verdict } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, happened, type MatchingRule, matchRules, type RunOccurrence, usualMs } from './match-rules.ts';
import type { EarlierRun, RunFacts } from './notice.ts';

const NOW = new Date('2026-01-15T12:00:00Z');

const run = (part: Partial<RunFacts> = {}): RunFacts =>
  ({
    definitionId: 'checkout',
    projectId: null,
    branch: 'main',
    tags: { area: 'payment' },
    ...part,
  }) as RunFacts;

const ended = (verdict: Verdict, part: Partial<RunOccurrence> = {}, durationMs = 1000): RunOccurrence => ({
  about: 'execution',
  state: 'ended',
  run: run(),
  outcome: {
    verdict,
    reason: null,
    message: null,
    counts: { total: 1, passed: 1, failed: 0, skipped: 0, flaky: 0 },
    durationMs,
  },
  earlier: [],
  ...part,
});

const rule = (part: Partial<MatchingRule> = {}): MatchingRule => ({
  ruleId: null,
  definitionId: null,
  projectId: null,
  events: ['failed'],
  conditions: {},
  quietHours: null,
  dedupeMinutes: 0,
  inbox: 'nobody',
  channelIds: [],
  ...part,
});

const before = (
  verdict: Verdict,
  branch: string | null = 'main',
  durationMs: number | null = 1000,
): EarlierRun => ({
  verdict,
  branch,
  durationMs,
});

describe('what happened', () => {
  it('is finished whatever came of it, and failed unless it is green or somebody stopped it', () => {
    const events = (verdict: Verdict) => happened(ended(verdict), {});
    expect(events('passed')).toEqual(['finished', 'passed']);
    expect(events('flaky')).toEqual(['finished', 'passed', 'flaky']);
    expect(events('cancelled')).toEqual(['finished']);
    for (const verdict of ['failed', 'infrastructure', 'timeout', 'expired', 'rejected'] as const)
      expect(events(verdict)).toEqual(['finished', 'failed']);
  });

  it('is a recovery when the last run of the same branch that says something was not green', () => {
    const recovers = (...earlier: EarlierRun[]) =>
      happened(ended('passed', { earlier }), {}).includes('recovered');
    expect(recovers(before('failed'))).toBe(true);
    expect(recovers(before('timeout'), before('passed'))).toBe(true);
    expect(recovers(before('cancelled'), before('failed'))).toBe(true);
    expect(recovers(before('failed', 'other'))).toBe(false);
    expect(recovers(before('passed'), before('failed'))).toBe(false);
    expect(recovers()).toBe(false);
    expect(happened(ended('failed', { earlier: [before('failed')] }), {})).not.toContain('recovered');
  });

  it('is slow beyond a share of the median, a limit, or either of the two', () => {
    const earlier = [900, 1100, 1000, 1000, 1000].map((ms) => before('passed', 'main', ms));
    const slow = (ms: number, conditions = {}) =>
      happened(ended('passed', { earlier }, ms), conditions).includes('slow');
    expect([slow(1500), slow(1501)]).toEqual([false, true]);
    expect([slow(1200, { slowerByPercent: 20 }), slow(1201, { slowerByPercent: 20 })]).toEqual([false, true]);
    expect([slow(9000, { slowerThanSeconds: 9 }), slow(9001, { slowerThanSeconds: 9 })]).toEqual([
      false,
      true,
    ]);
    expect(slow(1300, { slowerThanSeconds: 9, slowerByPercent: 20 })).toBe(true);
  });

  it('is never slow with fewer than five green runs to compare with, or when it did not run to its end', () => {
    const few = [1, 2, 3, 4].map(() => before('passed'));
    expect(happened(ended('passed', { earlier: [...few, before('failed')] }, 99_000), {})).not.toContain(
      'slow',
    );
    const many = [...few, before('passed')];
    expect(happened(ended('timeout', { earlier: many }, 99_000), { slowerThanSeconds: 1 })).not.toContain(
      'slow',
    );
    expect(usualMs(few)).toBeNull();
  });

  it('is a quota from the share on that the rule says, and whenever something was refused', () => {
    const quota = (percent: number, what: 'used' | 'refused' = 'used') =>
      ({ about: 'quota', what, resource: 'executions', percent, projectId: null }) as const;
    expect(happened(quota(50), {})).toEqual([]);
    expect(happened(quota(80), {})).toEqual(['quota']);
    expect(happened(quota(80), { quotaPercent: 90 })).toEqual([]);
    expect(happened(quota(0, 'refused'), {})).toEqual(['quota']);
  });
});

describe('a rule', () => {
  const told = (part: Partial<MatchingRule>, occurrence = ended('failed')) =>
    matchRules([rule(part)], occurrence, NOW).length === 1;

  it('is for its events, its definition, its project, its branches and its tags', () => {
    expect(told({})).toBe(true);
    expect(told({ events: ['recovered'] })).toBe(false);
    expect(told({ definitionId: 'checkout' })).toBe(true);
    expect(told({ definitionId: 'other' })).toBe(false);
    expect(told({ projectId: 'p' })).toBe(false);
    expect(told({ conditions: { branches: ['release/*', 'main'] } })).toBe(true);
    expect(told({ conditions: { branches: ['release/*'] } })).toBe(false);
    expect(told({ conditions: { branches: ['*'] } }, ended('failed', { run: run({ branch: null }) }))).toBe(
      false,
    );
    expect(told({ conditions: { tags: { area: 'pay*' } } })).toBe(true);
    expect(told({ conditions: { tags: { area: 'payment', owner: '*' } } })).toBe(false);
  });

  it('holds or drops in its quiet hours, but not what breaks through', () => {
    const quiet = { from: '11:00', until: '14:00', timeZone: 'UTC', meanwhile: 'hold' as const, except: [] };
    const held = matchRules([rule({ quietHours: quiet })], ended('failed'), NOW)[0]?.heldUntil;
    expect(held?.toISOString()).toBe('2026-01-15T14:00:00.000Z');
    expect(told({ quietHours: { ...quiet, meanwhile: 'drop' } })).toBe(false);
    const through = { ...quiet, except: ['failed' as const] };
    expect(matchRules([rule({ quietHours: through })], ended('failed'), NOW)[0]?.heldUntil).toBeNull();
  });

  it('tells of the whole team of a quota, and a project of its own refusals', () => {
    const quota = (projectId: string | null) =>
      ({ about: 'quota', what: 'refused', resource: 'executions', percent: 100, projectId }) as const;
    const matches = (part: Partial<MatchingRule>, projectId: string | null) =>
      matchRules([rule({ events: ['quota'], ...part })], quota(projectId), NOW).length;
    expect([matches({}, 'p'), matches({ projectId: 'p' }, 'p'), matches({ projectId: 'q' }, 'p')]).toEqual([
      1, 1, 0,
    ]);
    expect([matches({ projectId: 'p' }, null), matches({ definitionId: 'd' }, null)]).toEqual([0, 0]);
  });
});

describe('a pattern', () => {
  it('fits like the regular expression in which * is anything', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 }),
        (text, pattern) => {
          expect(fits(text, pattern)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
        },
      ),
      { numRuns: 2000 },
    ));
});
