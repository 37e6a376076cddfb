/** The merged JUnit XML of an execution, written as a stream: no more than one case is held. */
import { countSuites, type SuiteCounts } from './count-suites.ts';
import { indexArtifacts, indexUnits } from './index-source.ts';
import { seconds, writeCase } from './junit-case.ts';
import type { ReportSource, ReportUnit } from './report-source.ts';
import { findUnitProblems, type UnitProblem } from './unit-problems.ts';
import { xmlAttributes, xmlElement, xmlText } from './xml.ts';

type Suite = SuiteCounts & { unit: ReportUnit | undefined };

/**
 * Yields pieces of XML 1.0 to be encoded as UTF-8. One `<testsuite>` a unit, one `<testcase>` a test.
 * A unit that ended badly without a failed test, and an execution that is not green for any other
 * reason, become an `<error>` of their own: a reader that counts failures never sees it as passed.
 */
export async function* renderJUnit(report: ReportSource): AsyncGenerator<string> {
  const units = await indexUnits(report);
  const suites = await countSuites(report.results());
  const idsOf = (wanted: (suite: SuiteCounts) => boolean) =>
    new Set(suites.filter(wanted).map((suite) => suite.unitId ?? ''));
  const failed = idsOf((suite) => suite.failures + suite.errors > 0);
  const quarantined = idsOf((suite) => suite.quarantined > 0);
  const problems = findUnitProblems(units.last, { failed, quarantined });
  const orphaned = failed.size === 0 && problems.length === 0 ? explainRed(report) : [];
  yield openRoot(report, suites, problems.length + orphaned.length);
  yield* writeSuites(
    report,
    suites.map((suite) => ({ ...suite, unit: units.byId.get(suite.unitId ?? '') })),
  );
  for (const problem of problems) yield writeProblem(report, problem);
  yield* orphaned;
  yield '</testsuites>\n';
}

function openRoot({ execution }: ReportSource, suites: readonly SuiteCounts[], problems: number): string {
  const sum = (pick: (suite: SuiteCounts) => number) => suites.reduce((all, suite) => all + pick(suite), 0);
  const attributes = xmlAttributes({
    name: execution.name,
    tests: sum((suite) => suite.tests) + problems,
    failures: sum((suite) => suite.failures),
    errors: sum((suite) => suite.errors) + problems,
    skipped: sum((suite) => suite.skipped),
    time: seconds(execution.durationMs ?? sum((suite) => suite.durationMs)),
    timestamp: execution.startedAt ?? execution.submittedAt,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n`;
}

async function* writeSuites(report: ReportSource, suites: readonly Suite[]): AsyncGenerator<string> {
  const artifacts = indexArtifacts(report.artifacts);
  let index = -1;
  let open: Suite | undefined;
  for await (const result of report.results()) {
    if (open === undefined || open.unitId !== result.unitId) {
      if (open !== undefined) yield '  </testsuite>\n';
      open = suites[++index];
      if (open === undefined) throw new Error('results() gave more units than at its first reading');
      yield openSuite(report, open);
    }
    yield writeCase(result, titleOf(open), artifacts.get(result.resultId) ?? []);
  }
  if (open !== undefined) yield '  </testsuite>\n';
}

const titleOf = ({ unit }: Suite) => unit?.title ?? 'results of no unit';

function openSuite(report: ReportSource, suite: Suite): string {
  const { unit } = suite;
  const attributes = xmlAttributes({
    name: titleOf(suite),
    tests: suite.tests,
    failures: suite.failures,
    errors: suite.errors,
    skipped: suite.skipped,
    time: seconds(suite.durationMs),
    timestamp: unit?.startedAt ?? suite.timestamp,
    hostname: unit ? nodeOf(report, unit) : null,
    file: unit?.file ?? null,
  });
  return `  <testsuite${attributes}>\n    ${suiteProperties(report, suite)}\n`;
}

function suiteProperties({ execution }: ReportSource, { unit, flaky, quarantined }: Suite): string {
  const properties = [
    ['gauntlet.execution', execution.id],
    ['gauntlet.verdict', execution.verdict],
    ...(unit?.groupIndex == null ? [] : [['gauntlet.group', unit.groupIndex]]),
    ...(unit ? [['gauntlet.attempt', unit.attempt + 1]] : []),
    ...(unit?.durationMs == null ? [] : [['gauntlet.wall-seconds', seconds(unit.durationMs)]]),
    ...(flaky > 0 ? [['flaky', flaky]] : []),
    ...(quarantined > 0 ? [['gauntlet.quarantined-failures', quarantined]] : []),
    ...(execution.countVerified === false ? [['gauntlet.test-count', 'unverified']] : []),
  ].map(([name, value]) => xmlElement('property', { name: String(name), value: value ?? null }));
  return xmlElement('properties', {}, properties.join(''));
}

const nodeOf = ({ groups }: ReportSource, unit: ReportUnit) =>
  groups.find((group) => group.index === unit.groupIndex && group.attempt === unit.attempt)?.nodeName ?? null;

function writeProblem({ execution }: ReportSource, { unit, reason, message }: UnitProblem): string {
  const error = xmlElement('error', { message, type: reason }, xmlText(message));
  return writeErrorSuite(
    unit.title,
    'gauntlet.unit',
    unit.file,
    unit.startedAt ?? execution.submittedAt,
    error,
  );
}

function explainRed({ execution }: ReportSource): string[] {
  if (execution.verdict === 'passed' || execution.verdict === 'flaky') return [];
  const type = execution.failureReason ?? execution.verdict;
  const message = execution.failureMessage ?? `The execution ended as ${execution.verdict}.`;
  const error = xmlElement('error', { message, type }, xmlText(message));
  return [writeErrorSuite(execution.name, 'gauntlet.execution', null, execution.submittedAt, error)];
}

function writeErrorSuite(
  name: string,
  classname: string,
  file: string | null,
  timestamp: string,
  error: string,
) {
  const suite = { name, tests: 1, failures: 0, errors: 1, skipped: 0, time: '0.000', timestamp, file };
  const testcase = xmlElement('testcase', { name, classname, time: '0.000', file }, error);
  return `  <testsuite${xmlAttributes(suite)}>\n    ${testcase}\n  </testsuite>\n`;
}
