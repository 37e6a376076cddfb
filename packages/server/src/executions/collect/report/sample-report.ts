/** Reports to test with: a small real-looking one, and one of any size. Nothing else imports this. */
import type {
  ReportArtifact,
  ReportExecution,
  ReportGroup,
  ReportSource,
  ReportUnit,
  ResultForReport,
} from './report-source.ts';

export const SAMPLE_START = Date.UTC(2026, 2, 14, 9, 30, 0);
const EXECUTED_AT = '2026-03-14T09:30:01.200Z';
const instant = (offsetMs: number) => new Date(SAMPLE_START + offsetMs).toISOString();

const sampleExecution = (fields: Partial<ReportExecution> = {}): ReportExecution => ({
  id: '0195f3a0-6f2e-7c31-9a54-2f1f0f7f3a01',
  name: 'checkout',
  type: 'unit',
  framework: 'vitest',
  verdict: 'passed',
  failureReason: null,
  failureMessage: null,
  counts: { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 },
  quarantined: { total: 0, failed: 0 },
  submittedAt: instant(-2_400),
  startedAt: instant(0),
  completedAt: instant(42_000),
  durationMs: 42_000,
  attempts: 1,
  commit: null,
  setup: null,
  countVerified: true,
  tags: {},
  parallelism: 2,
  submittedBy: 'ada',
  definitionVersion: 1,
  gauntletVersion: '0.1.0',
  ...fields,
});

export const sampleUnit = (fields: Partial<ReportUnit> = {}): ReportUnit => ({
  unitId: 'unit-1',
  key: fields.unitId ?? 'unit-1',
  title: 'src/cart.test.ts',
  file: 'src/cart.test.ts',
  attempt: 0,
  groupIndex: 0,
  outcome: 'passed',
  reason: null,
  message: null,
  startedAt: instant(1_000),
  durationMs: 1_500,
  ...fields,
});

export const sampleResult = (fields: Partial<ResultForReport> = {}): ResultForReport => ({
  resultId: 'result-1',
  unitId: 'unit-1',
  groupIndex: 0,
  name: 'adds an item',
  suite: ['cart'],
  file: 'src/cart.test.ts',
  line: null,
  project: null,
  status: 'passed',
  flaky: false,
  retries: 0,
  attempt: 0,
  durationMs: 12,
  executedAt: EXECUTED_AT,
  message: null,
  stack: null,
  codeFrame: null,
  output: null,
  tags: [],
  assertions: [],
  quarantine: null,
  earlierFailures: [],
  ...fields,
});

export const sampleGroup = (fields: Partial<ReportGroup> = {}): ReportGroup => ({
  index: 0,
  attempt: 0,
  status: 'finished',
  nodeName: 'builder-1',
  podName: null,
  unitsReported: 1,
  startedAt: instant(0),
  finishedAt: instant(40_000),
  lostReason: null,
  counts: null,
  ...fields,
});

/** Counts are those of the results unless given. */
export function sampleReport(parts: {
  execution?: Partial<ReportExecution>;
  groups?: readonly ReportGroup[];
  units?: readonly ReportUnit[];
  results?: readonly ResultForReport[];
  artifacts?: readonly ReportArtifact[];
}): ReportSource {
  const { groups = [sampleGroup()], units = [], results = [], artifacts = [] } = parts;
  const count = (test: (result: ResultForReport) => boolean) => results.filter(test).length;
  const counts = {
    total: results.length,
    passed: count(({ status }) => status === 'passed'),
    failed: count(({ status }) => status === 'failed' || status === 'error'),
    skipped: count(({ status }) => status === 'skipped'),
    flaky: count(({ flaky }) => flaky),
  };
  return {
    execution: sampleExecution({ counts, ...parts.execution }),
    groups,
    units: () => each(units),
    results: () => each(results),
    artifacts,
  };
}

/** As many results as wanted, made while they are read: in files of 50, every 97th failed. */
export function largeReport(
  results: number,
  fields: (index: number) => Partial<ResultForReport> = () => ({}),
) {
  async function* make() {
    for (let index = 0; index < results; index++) yield { ...largeResult(index), ...fields(index) };
  }
  const failed = Math.ceil(results / 97);
  return {
    ...sampleReport({
      execution: {
        verdict: 'failed',
        failureReason: 'tests-failed',
        failureMessage: `${failed} of ${results} tests failed.`,
        counts: { total: results, passed: results - failed, failed, skipped: 0, flaky: 0 },
      },
    }),
    results: make,
  } satisfies ReportSource;
}

function largeResult(index: number): ResultForReport {
  const file = `packages/service-${Math.floor(index / 5000)}/src/module-${Math.floor(index / 50)}.test.ts`;
  const failed = index % 97 === 0;
  return sampleResult({
    resultId: `result-${index}`,
    unitId: `unit-${Math.floor(index / 50)}`,
    name: `answers case ${index} within its limits`,
    suite: [`module ${Math.floor(index / 50)}`],
    file,
    line: 10 + (index % 50) * 4,
    status: failed ? 'failed' : 'passed',
    durationMs: (index * 7919) % 1303,
    message: failed ? `expected ${index} to be ${index + 1}` : null,
    stack: failed ? `AssertionError: expected ${index} to be ${index + 1}\n    at ${file}:12:5` : null,
  });
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
