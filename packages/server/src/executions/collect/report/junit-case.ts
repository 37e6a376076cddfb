/** One result as a `<testcase>` of JUnit XML. */
import { isExcusedFailure } from './count-suites.ts';
import type { ReportArtifact, ResultForReport } from './report-source.ts';
import { xmlElement, xmlText } from './xml.ts';

export const seconds = (milliseconds: number): string =>
  (Number.isFinite(milliseconds) ? Math.max(0, milliseconds) / 1000 : 0).toFixed(3);

export function writeCase(result: ResultForReport, unitTitle: string, artifacts: readonly ReportArtifact[]) {
  const attributes = {
    name: [...result.suite, result.name].join(' > '),
    classname: className(result, unitTitle),
    time: seconds(result.durationMs),
    file: result.file,
    line: result.line,
  };
  const content = [
    writeProperties(result, artifacts),
    writeOutcome(result),
    ...result.earlierFailures.map((failure) => writeEarlier(result, failure)),
    result.output ? xmlElement('system-out', {}, xmlText(result.output)) : '',
    isExcusedFailure(result) ? xmlElement('system-err', {}, xmlText(detail(result))) : '',
  ].join('');
  return `    ${xmlElement('testcase', attributes, content)}\n`;
}

/** With the project, since readers tell tests apart by class and name alone. */
const className = ({ file, project }: ResultForReport, unitTitle: string) =>
  project ? `${file ?? unitTitle} [${project}]` : (file ?? unitTitle);

function writeProperties(result: ResultForReport, artifacts: readonly ReportArtifact[]): string {
  const properties = [
    result.flaky && ['flaky', 'true'],
    result.quarantine !== null && ['quarantined', result.quarantine.reason],
    result.retries > 0 && ['retries', result.retries],
    result.attempt > 0 && ['attempt', result.attempt + 1],
    ...result.tags.map((tag) => ['tag', tag]),
    ...artifacts.map((artifact) => ['attachment', artifact.link]),
  ].filter((property): property is [string, string | number] => property !== false);
  if (properties.length === 0) return '';
  const written = properties.map(([name, value]) => xmlElement('property', { name, value }));
  return xmlElement('properties', {}, written.join(''));
}

function writeOutcome(result: ResultForReport): string {
  if (result.status === 'passed') return '';
  if (result.status === 'skipped') return xmlElement('skipped', { message: result.message });
  if (result.quarantine !== null && isExcusedFailure(result)) {
    const { reason, expiresAt } = result.quarantine;
    const message = `failed in quarantine (${reason}; until ${expiresAt}), not counted: ${result.message ?? ''}`;
    return xmlElement('skipped', { message });
  }
  const type = result.assertions.find((assertion) => !assertion.passed)?.type ?? null;
  const tag = result.status === 'failed' ? 'failure' : 'error';
  return xmlElement(tag, { message: result.message, type }, xmlText(detail(result)));
}

/** Surefire's names: what passed in the end was flaky, what did not was rerun. */
const writeEarlier = (result: ResultForReport, failure: ResultForReport['earlierFailures'][number]) =>
  xmlElement(
    result.status === 'passed' ? 'flakyFailure' : 'rerunFailure',
    { message: failure.message, type: `attempt ${failure.attempt + 1}` },
    failure.stack ? xmlElement('stackTrace', {}, xmlText(failure.stack)) : '',
  );

function detail({ message, stack, assertions }: ResultForReport): string {
  const compared = assertions
    .filter((assertion) => !assertion.passed && assertion.expected !== undefined)
    .map(({ expected, actual }) => `Expected: ${expected}\nActual:   ${actual ?? ''}`);
  return [stack ?? message ?? '', ...compared].filter((part) => part !== '').join('\n\n');
}
