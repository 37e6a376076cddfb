import { describe, expect, it } from 'vitest';
import { chooseFailedUnits } from './choose-failed-units.ts';
import type { UnitFact } from './judge-verdict.ts';

const unit = (title: string, part: Partial<UnitFact> = {}): UnitFact => ({
  title,
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
const failing = { outcome: 'failed', reason: 'tests-failed', failedTests: 1 } as const;
const chosen = (...units: UnitFact[]) => chooseFailedUnits(units).map(({ title }) => title);

describe('what is run again', () => {
  it('is what failed, broke, or was never reported, and nothing that passed', () => {
    const units = [
      unit('passed'),
      unit('skipped', { outcome: 'skipped' }),
      unit('failed', failing),
      unit('crashed', { outcome: 'error', reason: 'runner-crashed' }),
      unit('missing', { status: 'claimed', outcome: null, failedTests: null }),
    ];
    expect(chosen(...units)).toEqual(['failed', 'crashed', 'missing']);
  });

  it('is not what failed in quarantine alone, as long as anything else failed', () => {
    const quarantined = unit('quarantined', { ...failing, quarantinedFailures: 1 });
    const both = unit('both', { ...failing, failedTests: 2, quarantinedFailures: 1 });
    expect(chosen(quarantined, both, unit('passed'))).toEqual(['both']);
    expect(chosen(quarantined, unit('passed'))).toEqual(['quarantined']);
  });
});
