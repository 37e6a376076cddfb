/** For tests of the frameworks: a fixture is listed and run once, and several tests look at what came of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseLine, PlannedUnit } from '@gauntlet/contract';
import { afterAll, beforeAll } from 'vitest';
import {
  type BatchRecord,
  casesByName,
  type FixtureOptions,
  runFixture,
  summarise,
  unitsOfFixture,
} from './run-fixture.ts';

export type RanFixture = {
  units: () => PlannedUnit[];
  /** Each unit's end in a line, by its key. */
  ends: () => Record<string, string>;
  cases: (key: string) => Record<string, string>;
  record: (key: string) => BatchRecord['units'][string];
  /** What all units counted, together. */
  totals: () => { total: number; passed: number; failed: number; skipped: number };
};

export function useRanFixture(options: FixtureOptions & { onCase?: (line: CaseLine) => void }): RanFixture {
  let units: PlannedUnit[] = [];
  let batch: BatchRecord = { units: {}, output: '' };
  let artifactsFolder = '';
  beforeAll(async () => {
    artifactsFolder = await mkdtemp(join(tmpdir(), 'gauntlet-artifacts-'));
    units = await unitsOfFixture(options);
    batch = await runFixture(options, units, artifactsFolder, options.onCase);
  });
  afterAll(() => rm(artifactsFolder, { recursive: true, force: true }));

  const record: RanFixture['record'] = (key) => {
    const found = batch.units[key];
    if (!found) throw new Error(`no unit ${key}; there are ${Object.keys(batch.units).join(', ')}`);
    return found;
  };
  return {
    units: () => units,
    ends: () => Object.fromEntries(Object.values(batch.units).map((unit) => [unit.key, summarise(unit)])),
    cases: (key) => casesByName(record(key)),
    record,
    totals: () => {
      const sum = { total: 0, passed: 0, failed: 0, skipped: 0 };
      for (const { end } of Object.values(batch.units)) {
        for (const key of ['total', 'passed', 'failed', 'skipped'] as const)
          sum[key] += end?.counts[key] ?? 0;
      }
      return sum;
    },
  };
}
