import type { QuotaExcess } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { quotaExceeded } from './quota-exceeded.ts';

const NOW = new Date('2026-02-28T23:00:00.200Z');
const excess = (part: Partial<QuotaExcess>): QuotaExcess => ({
  resource: 'concurrent_executions',
  limit: 5,
  used: 5,
  asked: 1,
  unit: 'executions',
  of: 'team',
  freesAt: null,
  ...part,
});
const refusal = (part: Partial<QuotaExcess>) => quotaExceeded(excess(part), NOW);

describe('a quota that is used up', () => {
  it('says whose it is, the limit, the use, what was asked and what to do', () => {
    expect(refusal({}).message).toBe(
      "Your team's quota is 5 executions queued or running; 5 are used and this needs 1 more. Wait for one to end, or cancel one.",
    );
    expect(refusal({ of: 'user', used: 1, limit: 1 }).message).toMatch(/^Your own quota is 1 .*; 1 is used/);
    expect(refusal({ of: 'default' }).message).toMatch(/^The default quota is 5/);
  });

  it('waits for midnight when it is a day that is over then, rounded up', () => {
    const day = { resource: 'executions', freesAt: '2026-03-01T00:00:00.000Z' } as const;
    expect(refusal(day).retryAfterSeconds).toBe(3600);
  });

  it('asks again soon for what may end at any time, sooner when it must have ended by then', () => {
    expect(refusal({ freesAt: '2026-03-01T01:00:00.000Z' }).retryAfterSeconds).toBe(30);
    expect(refusal({ freesAt: null }).retryAfterSeconds).toBe(30);
    expect(refusal({ freesAt: '2026-02-28T23:00:05.200Z' }).retryAfterSeconds).toBe(5);
    expect(refusal({ freesAt: '2026-02-28T22:00:00.000Z' }).retryAfterSeconds).toBe(1);
  });

  it('does not ask to come again for what never fits, nor when nobody knows', () => {
    const never = refusal({ resource: 'parallel_groups', asked: 6, unit: 'groups' });
    expect(never.retryAfterSeconds).toBeUndefined();
    expect(never.message).toBe(
      "Your team's quota is 5 groups of executions queued or running, and this alone needs 6. Ask for less, or ask an admin for a higher quota.",
    );
    expect(refusal({ resource: 'artifact_mib', unit: 'MiB' })).not.toHaveProperty('retryAfterSeconds');
  });

  it('rounds amounts up to what a person reads', () => {
    const part = { resource: 'artifact_mib', unit: 'MiB', used: 4.99995, asked: 1 / 2 ** 20 } as const;
    expect(refusal(part).quota).toMatchObject({ used: 5, asked: 0.001 });
  });
});
