/** For tests: runs a fixture's real framework through listUnits and runBatch, and notes what was told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CaseLine,
  type ClaimedUnit,
  type Framework,
  type PlannedUnit,
  TestDefinition,
  type TestDefinitionInput,
  UnitId,
} from '@gauntlet/contract';
import { findFramework, SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import type { FrameworkPlace, UnitEnd } from '../frameworks/batch-order.ts';
import { KnownPlan } from '../frameworks/known-plan.ts';
import { listUnits } from '../frameworks/list-units.ts';
import { runBatch } from '../frameworks/run-batch.ts';
import { LOCAL_HOST } from '../process/local-host.ts';

export const fixtureFolder = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** The Node.js that runs this, before all others. */
export const testPath = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;

export type FixtureOptions = {
  folder: string;
  framework: string;
  definition?: Partial<TestDefinitionInput>;
  environment?: Record<string, string>;
  signal?: AbortSignal;
  /** When the units that are run are not the whole of it. */
  plan?: KnownPlan;
};

export type UnitRecord = {
  key: string;
  events: string[];
  /** Those since the last restart. */
  cases: CaseLine[];
  end?: UnitEnd;
};

function frameworkNamed(name: string): Framework {
  const found = findFramework(SHIPPED_FRAMEWORKS, name);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.framework;
}

function placeOf(options: FixtureOptions, scratchFolder: string): FrameworkPlace {
  const definition = {
    name: 'fixture',
    content: { type: 'inline', files: { 'unused.txt': '' } },
    ...options.definition,
  } satisfies TestDefinitionInput;
  return {
    framework: frameworkNamed(options.framework),
    definition: TestDefinition.parse(definition),
    folder: options.folder,
    environment: {
      PATH: testPath,
      HOME: process.env.HOME ?? '/',
      PYTHONDONTWRITEBYTECODE: '1',
      ...options.environment,
    },
    scratchFolder,
    ...LOCAL_HOST,
    graceSeconds: 1,
    signal: options.signal ?? new AbortController().signal,
  };
}

async function withScratch<Value>(act: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-fixture-'));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const listFixture = (options: FixtureOptions) =>
  withScratch((scratch) => listUnits({ ...placeOf(options, scratch), onOutput: () => undefined }));

/** The units of the fixture, or an exception with the refusal. */
export async function unitsOfFixture(options: FixtureOptions): Promise<PlannedUnit[]> {
  const listed = await listFixture(options);
  if (!listed.ok) throw new Error(`${listed.error.reason}: ${listed.error.message}`);
  return listed.value.units;
}

const claimAll = (units: readonly PlannedUnit[]): ClaimedUnit[] =>
  units.map((unit, index) => ({
    ...unit,
    unitId: UnitId.parse(`01900000-0000-7000-8000-${String(index).padStart(12, '0')}`),
  }));

export type BatchRecord = { units: Record<string, UnitRecord>; output: string };

/** Runs the units as one batch. `onCase` sees each case as it comes. */
export async function runFixture(
  options: FixtureOptions,
  units: readonly PlannedUnit[],
  artifactsFolder: string,
  onCase?: (line: CaseLine) => void,
): Promise<BatchRecord> {
  const claimed = claimAll(units);
  const records = new Map(
    claimed.map(({ unitId, key }) => [unitId, { key, events: [], cases: [] } as UnitRecord] as const),
  );
  const recordOf = (unitId: UnitId): UnitRecord => {
    const record = records.get(unitId);
    if (!record) throw new Error(`something was told of the unknown unit ${unitId}`);
    return record;
  };
  let output = '';
  await withScratch((scratchFolder) =>
    runBatch({
      ...placeOf(options, scratchFolder),
      units: claimed,
      plan: options.plan ?? new KnownPlan(options.folder, units),
      artifactsFolder,
      onUnitStarted: (unitId) => recordOf(unitId).events.push('started'),
      onUnitRestarted: (unitId) => {
        const record = recordOf(unitId);
        record.events.push('restarted');
        record.cases = [];
      },
      onCase: (unitId, line) => {
        const record = recordOf(unitId);
        if (!record.events.includes('started') || record.end)
          throw new Error(`a case of ${record.key} out of turn`);
        record.cases.push(line);
        onCase?.(line);
      },
      onUnitFinished: (unitId, end) => {
        const record = recordOf(unitId);
        record.events.push('finished');
        record.end = end;
      },
      onUnitReturned: (unitId) => recordOf(unitId).events.push('returned'),
      onOutput: (chunk) => {
        output += chunk.toString('utf8');
      },
    }),
  );
  return { units: Object.fromEntries([...records.values()].map((record) => [record.key, record])), output };
}

/** What matters of a unit's end, in one line: `failed tests-failed 2/7 passed, 3 failed, 2 skipped`. */
export function summarise({ end, events }: UnitRecord): string {
  if (!end) return events.at(-1) ?? 'nothing';
  const { total, passed, failed, skipped } = end.counts;
  return `${[end.outcome, end.reason].filter(Boolean).join(' ')}: ${total} = ${passed} + ${failed} + ${skipped}`;
}

export const casesByName = ({ cases }: UnitRecord): Record<string, string> =>
  Object.fromEntries(cases.map(({ suite, name, status }) => [[...suite, name].join(' > '), status]));
