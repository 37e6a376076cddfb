/** One <testcase> while it is being read, and what it comes to. */
import type { CaseAssertion, CaseAttachment, CaseLine, CaseStatus } from '@gauntlet/contract';
import { attachmentAt, boundCase } from './bound-case.ts';

type Outcome = { element: string; message?: string; type?: string; text: string };

export type OpenCase = {
  attributes: Readonly<Record<string, string>>;
  suite: readonly string[];
  file?: string;
  /** pytest counts lines from 0. */
  firstLine: 0 | 1;
  outcomes: Outcome[];
  output: string[];
  properties: [name: string, value: string][];
};

/** Worst first: a case with a failure and an error is an error. */
const STATUS_OF: readonly [element: string, status: CaseStatus][] = [
  ['error', 'error'],
  ['failure', 'failed'],
  ['skipped', 'skipped'],
];
const NOT_RUN = new Set(['notrun', 'skipped', 'disabled', 'suppressed']);
const ON_RETRY = /^(flaky|rerun)(Failure|Error)$/;
const ATTACHMENT_IN_OUTPUT = /\[\[ATTACHMENT\|([^\]\n]+)\]\]/g;

function statusOf(open: OpenCase): CaseStatus {
  const worst = STATUS_OF.find(([element]) => open.outcomes.some((outcome) => outcome.element === element));
  if (worst) return worst[1];
  const notRun = NOT_RUN.has(open.attributes.status ?? '') || NOT_RUN.has(open.attributes.result ?? '');
  return notRun ? 'skipped' : 'passed';
}

/** Seconds as tools write them (`1.5`, `1,234.5`, `0,25`) in milliseconds. */
function readMilliseconds(time: string | undefined): number {
  if (time === undefined) return 0;
  const thousands = time.includes('.') || /^[1-9]\d{0,2}(,\d{3})+$/.test(time);
  const seconds = Number(thousands ? time.replaceAll(',', '') : time.replace(',', '.'));
  return Number.isFinite(seconds) ? Math.round(seconds * 1e6) / 1e3 : 0;
}

/** The class, unless it only repeats the suites or is the constant that Node.js writes. */
function suiteOf(open: OpenCase): string[] {
  const className = open.attributes.classname ?? '';
  const said = className === '' || className === 'test' || open.suite.some((name) => name === className);
  const repeated = said || className === open.suite.join(' ') || className === open.suite.join('.');
  return repeated ? [...open.suite] : [...open.suite, className];
}

function attachmentsOf(open: OpenCase): CaseAttachment[] {
  const named = open.properties.filter(([name]) => /^attachment\d*$/i.test(name)).map(([, value]) => value);
  const printed = open.output.flatMap((text) =>
    [...text.matchAll(ATTACHMENT_IN_OUTPUT)].map((match) => match[1] ?? ''),
  );
  return [...named, ...printed].flatMap((path) => attachmentAt(path) ?? []);
}

function assertionsOf(bad: readonly Outcome[]): CaseAssertion[] {
  return bad.map((outcome) => ({
    type: outcome.type ?? outcome.element,
    passed: false,
    message: outcome.message ?? firstLineOf(outcome.text),
  }));
}

const firstLineOf = (text: string): string | undefined => /\S.*/.exec(text)?.[0];

export function closeCase(open: OpenCase): CaseLine {
  const status = statusOf(open);
  const bad = open.outcomes.filter(({ element }) => element === 'failure' || element === 'error');
  const retries = open.outcomes.filter(({ element }) => ON_RETRY.test(element)).length;
  const telling = bad[0] ?? open.outcomes[0];
  const line = Number(open.attributes.line);
  return boundCase({
    type: 'case',
    name: open.attributes.name ?? '',
    suite: suiteOf(open),
    status,
    durationMs: readMilliseconds(open.attributes.time),
    file: open.attributes.file ?? open.attributes.filepath ?? open.file,
    line: open.attributes.line === undefined ? undefined : line + 1 - open.firstLine,
    message: telling && (telling.message ?? firstLineOf(telling.text)),
    stack: bad
      .map(({ text }) => text.trim())
      .filter((text) => text !== '')
      .join('\n\n'),
    flaky: status === 'passed' && retries > 0,
    retries,
    output: open.output.join('\n').trim(),
    tags: open.properties.filter(([name]) => name === 'tag').map(([, value]) => value.trim()),
    assertions: assertionsOf(bad),
    attachments: attachmentsOf(open),
  });
}
