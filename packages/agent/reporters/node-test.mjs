/**
 * Reporter for `node --test` (Node.js 20 and later). Counts as Node.js itself counts: a test that holds
 * subtests is a case as they are, a suite is none, a file without tests or one that breaks is a case.
 *
 * Node.js runs files at the same time but reports them one after the other, in their order. Newer
 * versions say of each event which file it belongs to (`entryFile`); older ones do not, and the location
 * of a test may be a helper: there an event belongs to the file whose turn it is.
 */
import { relative, resolve } from 'node:path';
import { appendLine, cutName, cutText, showValue } from './append-report.cjs';
import { leftWithTests } from './node-test-exit.cjs';

const STDERR_KEPT = 16_384;
const LEFT_UNHEARD =
  'it declared tests and left by process.exit(0) before any of them had told how it went: nothing was seen to pass';
/** Failures of the test itself; all other types (cancelled, timed out ...) are errors around it. */
const FAILED = new Set(['testCodeFailure', 'subtestsFailed', 'multipleSubtestsFailed', 'expectedFailure']);
const ANNOUNCING = new Set(['test:enqueue', 'test:complete']);

const causeOf = (error) => (error?.cause instanceof Error || error?.cause?.message ? error.cause : error);

function messageOf(error) {
  const cause = error?.cause ?? error;
  return cutText(cause?.message ?? (typeof cause === 'string' ? cause : showValue(cause)));
}

function assertionsOf(error) {
  const cause = causeOf(error);
  if (!cause || !('expected' in cause || 'actual' in cause)) return [];
  return [
    {
      type: cause.operator ?? 'assertion',
      expected: showValue(cause.expected),
      actual: showValue(cause.actual),
      passed: false,
      message: cutText(cause.message),
    },
  ];
}

class RunOfFile {
  constructor(path) {
    this.path = path;
    this.startedAt = Date.now();
    this.durationMs = undefined;
    this.over = false;
    this.ran = false;
    this.heard = false;
    this.names = [];
    this.announced = new Map();
    this.stderr = '';
  }

  /** Remembers tests that were announced and did not end: a process that leaves early drops them. */
  announce(type, data) {
    const key = data.testId ?? `${data.nesting}:${data.line}:${data.column}:${data.name}`;
    const open = this.announced.get(key) ?? { name: data.name, count: 0 };
    open.count += type === 'test:enqueue' ? 1 : -1;
    if (open.count === 0) this.announced.delete(key);
    else this.announced.set(key, open);
  }

  suiteOf(nesting) {
    return this.names.slice(0, nesting).map(cutName);
  }

  tellCase(passed, data) {
    const { details, nesting, name } = data;
    const error = details?.error;
    const skipped = data.skip !== undefined && data.skip !== false;
    const todo = data.todo !== undefined && data.todo !== false;
    const reason = [data.skip, data.todo].find((value) => typeof value === 'string' && value !== '');
    appendLine({
      type: 'case',
      file: this.path,
      suite: this.suiteOf(nesting),
      name: cutName(name),
      status:
        skipped || todo ? 'skipped' : passed ? 'passed' : FAILED.has(error?.failureType) ? 'failed' : 'error',
      durationMs: details?.duration_ms ?? 0,
      line: data.file === this.path && data.line > 0 ? data.line : undefined,
      message: passed ? reason : (messageOf(error) ?? reason),
      stack: passed ? undefined : cutText(causeOf(error)?.stack),
      tags: [...(data.tags ?? []), ...(todo ? ['todo'] : [])],
      assertions: passed ? [] : assertionsOf(error),
    });
  }

  tellProblem(message) {
    appendLine({ type: 'problem', file: this.path, message: cutText(message) });
  }

  /** The file as a test: it held none, or it broke. */
  tellItself(passed, data) {
    const { error, duration_ms } = data.details ?? {};
    const [thrown = messageOf(error)] = /^[\w$.]*(Error|Exception)\b.*$/m.exec(this.stderr) ?? [];
    const exit = [error?.exitCode && `exit code ${error.exitCode}`, error?.signal].filter(Boolean).join(', ');
    const unheard = passed && !this.heard && leftWithTests(this.path);
    const failed = () => cutText(`the file failed${exit === '' ? '' : ` (${exit})`}: ${thrown}`);
    appendLine({
      type: 'case',
      file: this.path,
      name: relative(process.cwd(), this.path),
      status: passed && !unheard ? 'passed' : 'error',
      durationMs: duration_ms ?? 0,
      message: unheard ? LEFT_UNHEARD : passed ? undefined : failed(),
      stack: passed ? undefined : cutText(this.stderr || error?.stack),
    });
  }

  finish() {
    if (this.over) return;
    this.over = true;
    const dropped = [...this.announced.values()].filter(({ count }) => count > 0).map(({ name }) => name);
    if (dropped.length > 0) {
      const names = dropped.slice(0, 20).join(', ');
      this.tellProblem(
        `${dropped.length} tests began but never ended, for the process left before them: ${names}`,
      );
    }
    appendLine({ type: 'file-end', file: this.path, durationMs: this.durationMs });
  }
}

class Run {
  constructor() {
    this.files = new Map();
    this.order = [];
  }

  take(type, data) {
    if (type === 'test:summary' && data.file !== undefined) return this.endTurn(data.entryFile ?? data.file);
    const itself = this.fileItself(type, data);
    if (itself) return this.takeOfFile(type, data, itself);
    const file = this.fileOf(data);
    if (file) this.takeOfTest(type, data, file);
  }

  /** The file whose own event this is, and not that of a test in it. */
  fileItself(type, data) {
    if (data.nesting !== 0 || data.entryFile !== undefined || data.file === undefined) return undefined;
    if (resolve(data.name ?? '') !== data.file) return undefined;
    if (type === 'test:enqueue' && !this.files.has(data.file)) {
      const file = new RunOfFile(data.file);
      this.files.set(data.file, file);
      this.order.push(file);
    }
    return this.files.get(data.file);
  }

  takeOfFile(type, data, file) {
    if (type === 'test:dequeue') {
      file.startedAt = Date.now();
      appendLine({ type: 'file-state', file: file.path, state: 'started' });
    }
    if (type === 'test:pass' || type === 'test:fail') {
      this.passTurnTo(file);
      file.tellItself(type === 'test:pass', data);
      if (file.ran) file.finish();
    }
    if (type === 'test:complete') {
      file.ran = true;
      file.durationMs = Date.now() - file.startedAt;
      const reportsItself =
        data.details?.passed === false && data.details?.error?.failureType !== 'subtestsFailed';
      if (this.turn() === file && !reportsItself && file.names.length > 0) file.finish();
      else appendLine({ type: 'file-state', file: file.path, state: 'ran' });
    }
  }

  turn() {
    return this.order.find((file) => !file.over);
  }

  fileOf(data) {
    if (data.entryFile !== undefined) return this.files.get(data.entryFile);
    const located = this.files.get(data.file);
    const turn = this.turn();
    if (turn?.ran && located && located !== turn) this.passTurnTo(located);
    return this.order.length === 0 ? this.withoutIsolation(data) : this.turn();
  }

  /** In one process (--test-isolation=none) no file has events of its own; the location must do. */
  withoutIsolation(data) {
    if (data.file === undefined) return undefined;
    this.loose ??= new Map();
    if (!this.loose.has(data.file)) this.loose.set(data.file, new RunOfFile(data.file));
    return this.loose.get(data.file);
  }

  /** Reports come file by file: all files before this one have nothing more to say. */
  passTurnTo(file) {
    for (const earlier of this.order.slice(0, this.order.indexOf(file))) earlier.finish();
  }

  endTurn(path) {
    const file = this.files.get(path);
    if (!file) return;
    this.passTurnTo(file);
    if (file.ran) file.finish();
  }

  takeOfTest(type, data, file) {
    if (ANNOUNCING.has(type)) file.heard = true;
    if (ANNOUNCING.has(type)) file.announce(type, data);
    if (type === 'test:stderr') file.stderr = (file.stderr + data.message).slice(-STDERR_KEPT);
    if (type === 'test:start') file.names.splice(data.nesting, Number.POSITIVE_INFINITY, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') return;
    const passed = type === 'test:pass';
    if (data.details?.type !== 'suite') return file.tellCase(passed, data);
    const error = data.details.error;
    if (passed || error?.failureType === 'subtestsFailed') return;
    const path = [...file.suiteOf(data.nesting), cutName(data.name)].join(' > ');
    file.tellProblem(`suite "${path}" failed: ${messageOf(error)}`);
  }

  finish() {
    for (const file of [...this.order, ...(this.loose?.values() ?? [])]) file.finish();
    appendLine({ type: 'end' });
  }
}

export default async function* report(source) {
  const run = new Run();
  for await (const { type, data } of source) run.take(type, data);
  run.finish();
  yield '';
}
