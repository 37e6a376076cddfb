/** Units with what they took: from lists of numbers, and from reports that other tools wrote. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { SimulatedUnit } from '@gauntlet/core/simulate';
import { z } from 'zod';
import { type Refused, usageRefused } from '../refused.ts';
import { checkInput, type InputFile, parseJson, readInput } from './input-file.ts';
import { timesInJunit } from './junit-times.ts';

/** What one file says: a unit and its time, summed up within the run. */
type UnitTimes = Map<string, readonly number[]>;

/** A week: longer than any run may take. */
const MOST_MS = 7 * 86_400_000;
const Milliseconds = z.number().min(0).max(MOST_MS);
const Unit = z.strictObject({
  key: z.string().min(1),
  durationMs: z.union([Milliseconds, z.array(Milliseconds).min(1).max(1000)]),
});
const UNIT_KEYS = Object.keys(Unit.shape);
const UnitFile = z.array(Unit).min(1).max(100_000);
const WrappedUnits = z.strictObject({ units: UnitFile });

/** Of CTRF only what is needed; whatever else it says is let be. */
const CtrfReport = z.looseObject({
  results: z.looseObject({
    tests: z.array(
      z.looseObject({
        name: z.string(),
        duration: Milliseconds,
        filePath: z.string().optional(),
        suite: z.union([z.string(), z.array(z.string())]).optional(),
      }),
    ),
  }),
});

/** Several files are several runs: a unit that is in more than one has more than one time. */
export async function readUnits(
  cwd: string,
  fileNames: readonly string[],
): Promise<Result<SimulatedUnit[], Refused>> {
  const all = new Map<string, number[]>();
  for (const fileName of fileNames) {
    const file = await readInput(cwd, fileName);
    if (!file.ok) return file;
    const times = timesIn(file.value);
    if (!times.ok) return times;
    for (const [key, durations] of times.value) all.set(key, [...(all.get(key) ?? []), ...durations]);
  }
  if (all.size === 0) return refuse(usageRefused(`${fileNames.join(', ')}: no test is in it.`));
  return ok([...all].map(([key, durationsMs]) => ({ key, durationsMs })));
}

function timesIn(file: InputFile): Result<UnitTimes, Refused> {
  if (file.text.trimStart().startsWith('<')) return timesInJunit(file);
  const json = parseJson(file);
  if (!json.ok) return json;
  const { value } = json;
  const about = { name: file.fileName, keys: UNIT_KEYS, file };
  if (Array.isArray(value)) return listed(file, checkInput(UnitFile, value, about));
  if (typeof value === 'object' && value !== null && 'results' in value) {
    const report = checkInput(CtrfReport, value, { ...about, keys: [] });
    return report.ok ? ok(sumUp(report.value.results.tests.map(ctrfTime))) : report;
  }
  const wrapped = checkInput(WrappedUnits, value, about);
  return wrapped.ok ? listed(file, ok(wrapped.value.units)) : wrapped;
}

function listed(
  { fileName }: InputFile,
  units: Result<z.output<typeof UnitFile>, Refused>,
): Result<UnitTimes, Refused> {
  if (!units.ok) return units;
  const times: UnitTimes = new Map();
  for (const { key, durationMs } of units.value) {
    if (times.has(key)) return refuse(usageRefused(`${fileName}: the unit "${key}" is there twice.`));
    times.set(key, [durationMs].flat().map(Math.round));
  }
  return ok(times);
}

type Timed = { key: string; ms: number };

/** A file is what a group runs; where a report does not know files, its suite, else the test. */
const ctrfTime = ({ name, duration, filePath, suite }: CtrfTest): Timed => ({
  key: filePath ?? (suite === undefined ? name : [suite].flat()[0]) ?? name,
  ms: duration,
});
type CtrfTest = z.output<typeof CtrfReport>['results']['tests'][number];

function sumUp(cases: Iterable<Timed>): UnitTimes {
  const sums = new Map<string, number>();
  for (const { key, ms } of cases) sums.set(key, (sums.get(key) ?? 0) + ms);
  return new Map([...sums].map(([key, ms]) => [key, [Math.round(ms)]]));
}
