import type { QuotaResource } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveQuota, type QuotaLimits } from './effective-quota.ts';
import { judgeQuota, type QuotaUse, quotaStandings } from './judge-quota.ts';
import { QUOTA_NAMES, QUOTAS } from './quota-table.ts';

const NOW = new Date('2026-02-28T23:59:59.500Z');
const DEADLINE = new Date('2026-03-01T01:00:00Z');
const NONE: QuotaUse = { ...useOf(0), firstDeadline: null, firstExpiry: null };

function useOf(amount: number) {
  return Object.fromEntries(QUOTA_NAMES.map((name) => [name, amount])) as Record<QuotaResource, number>;
}

const resource = fc.constantFrom(...QUOTA_NAMES);
const amount = fc.nat({ max: 1000 });
const limits = fc.dictionary(resource, amount) as fc.Arbitrary<QuotaLimits>;
const use = fc
  .record(
    Object.fromEntries(QUOTA_NAMES.map((name) => [name, amount])) as Record<QuotaResource, typeof amount>,
  )
  .map((counted): QuotaUse => ({ ...counted, firstDeadline: DEADLINE, firstExpiry: null }));

describe('the limit in force', () => {
  it("is the person's, else the team's, else the default; 0 is a limit", () => {
    const name = 'concurrent_executions';
    expect(effectiveQuota(name, { user: {}, team: {} })).toMatchObject({ limit: 100, of: 'default' });
    expect(effectiveQuota(name, { user: {}, team: { [name]: 5 } })).toMatchObject({ limit: 5, of: 'team' });
    expect(effectiveQuota(name, { user: { [name]: 0 }, team: { [name]: 5 } })).toMatchObject({
      limit: 0,
      of: 'user',
    });
  });

  it('does not depend on what is set for other resources', () =>
    fc.assert(
      fc.property(resource, limits, limits, (name, user, team) => {
        const only = (all: QuotaLimits) => (all[name] === undefined ? {} : { [name]: all[name] });
        const alone = effectiveQuota(name, { user: only(user), team: only(team) });
        expect(effectiveQuota(name, { user, team })).toEqual(alone);
      }),
    ));
});

describe('what is asked for', () => {
  it('is refused exactly when something of it is more than the limit leaves, counted for whose limit it is', () =>
    fc.assert(
      fc.property(limits, limits, use, use, limits, (user, team, ofUser, ofTeam, asked) => {
        const standings = quotaStandings({ user, team }, { user: ofUser, team: ofTeam }, NOW);
        const tooMuch = QUOTA_NAMES.filter((name) => {
          const limit = user[name] ?? team[name] ?? QUOTAS[name].default;
          const used = (user[name] === undefined ? ofTeam : ofUser)[name];
          const more = asked[name] ?? 0;
          return limit !== null && more > 0 && used + more > limit;
        });
        expect(judgeQuota(standings, asked)?.resource ?? null).toBe(tooMuch[0] ?? null);
      }),
    ));

  it('fits as long as nothing is asked of it, whatever is used', () => {
    const full = quotaStandings(
      { user: {}, team: useOf(1) },
      { user: null, team: { ...useOf(9), firstDeadline: null, firstExpiry: null } },
      NOW,
    );
    expect(judgeQuota(full, {})).toBeNull();
    expect(judgeQuota(full, { artifact_mib: 0 })).toBeNull();
  });

  it('fits up to the limit and not beyond', () => {
    const standings = quotaStandings(
      { user: {}, team: { parallel_groups: 10 } },
      { user: null, team: NONE },
      NOW,
    );
    expect(judgeQuota(standings, { parallel_groups: 10 })).toBeNull();
    expect(judgeQuota(standings, { parallel_groups: 11 })).toMatchObject({ limit: 10, used: 0, asked: 11 });
  });
});

describe('when it frees', () => {
  const excess = (name: QuotaResource, asked = 1) => {
    const used = { ...useOf(5), firstDeadline: DEADLINE, firstExpiry: null };
    const standings = quotaStandings({ user: {}, team: { [name]: 5 } }, { user: null, team: used }, NOW);
    return judgeQuota(standings, { [name]: asked })?.freesAt;
  };

  it('is the next midnight of UTC for a day, also half a second before it and at the end of a month', () => {
    expect(excess('executions')).toBe('2026-03-01T00:00:00.000Z');
  });

  it('is the next hour, the next Monday and the first of the next month for those', () => {
    expect(excess('executions_per_hour')).toBe('2026-03-01T00:00:00.000Z');
    expect(excess('executions_per_week')).toBe('2026-03-02T00:00:00.000Z');
    expect(excess('executions_per_month')).toBe('2026-03-01T00:00:00.000Z');
  });

  it('is told of the longest period, when several are used up', () => {
    const limits = { executions_per_hour: 5, executions: 5, executions_per_week: 5, executions_per_month: 5 };
    const used = { ...useOf(5), firstDeadline: null, firstExpiry: null };
    const now = new Date('2026-02-11T10:00:00Z');
    const standings = quotaStandings({ user: {}, team: limits }, { user: null, team: used }, now);
    const asked = { executions_per_hour: 1, executions: 1, executions_per_week: 1, executions_per_month: 1 };
    expect(judgeQuota(standings, asked)).toMatchObject({
      resource: 'executions_per_month',
      freesAt: '2026-03-01T00:00:00.000Z',
    });
  });

  it('is the first deadline of what runs, for what exists at one moment', () => {
    for (const name of ['concurrent_executions', 'parallel_groups', 'cpu_millis', 'memory_mib'] as const)
      expect(excess(name)).toBe(DEADLINE.toISOString());
  });

  it('nobody knows for artifacts, and never for what is more than the whole limit', () => {
    expect(excess('artifact_mib')).toBeNull();
    expect(excess('executions', 6)).toBeNull();
    expect(excess('memory_mib', 6)).toBeNull();
  });
});
