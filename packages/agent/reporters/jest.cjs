'use strict';
/**
 * Reporter for Jest 27 and later. Tests that passed or were skipped are told as they end, the others when
 * their file ends, for only then is it known that no retry follows. A file that does not load is a
 * problem of that file, not a test: so counts Jest itself.
 */
const { appendLine, cutName, cutText, showValue } = require('./append-report.cjs');

const STATUS_OF = {
  passed: 'passed',
  failed: 'failed',
  pending: 'skipped',
  skipped: 'skipped',
  todo: 'skipped',
  disabled: 'skipped',
};

const keyOf = ({ ancestorTitles, title }) => JSON.stringify([ancestorTitles, title]);
const firstLine = (text) => text?.split('\n').find((line) => line.trim() !== '');

function assertionsOf(test) {
  return (test.failureDetails ?? []).flatMap((detail) => {
    const matched = detail?.matcherResult ?? detail?.error?.matcherResult ?? detail;
    if (!matched || typeof matched !== 'object') return [];
    if (!('expected' in matched || 'actual' in matched)) return [];
    return [
      {
        type: matched.name ?? matched.operator ?? 'assertion',
        expected: matched.expected === undefined ? undefined : showValue(matched.expected),
        actual: matched.actual === undefined ? undefined : showValue(matched.actual),
        passed: false,
        message: cutText(matched.message ?? detail.message),
      },
    ];
  });
}

const messageOf = (test) => {
  const [detail] = test.failureDetails ?? [];
  return cutText(detail?.message || firstLine(test.failureMessages?.[0]));
};

function tellCase(file, project, test) {
  const retries = Math.max(0, (test.invocations ?? 1) - 1);
  appendLine({
    type: 'case',
    file,
    suite: test.ancestorTitles.map(cutName),
    name: cutName(test.title),
    status: STATUS_OF[test.status] ?? 'error',
    durationMs: test.duration ?? 0,
    line: test.location?.line,
    message: test.status === 'failed' ? messageOf(test) : undefined,
    stack: test.status === 'failed' ? cutText((test.failureMessages ?? []).join('\n\n')) : undefined,
    flaky: test.status === 'passed' && retries > 0,
    retries,
    tags: test.status === 'todo' ? ['todo'] : [],
    assertions: test.status === 'failed' ? assertionsOf(test) : [],
    project,
  });
}

class GauntletReporter {
  #told = new Map();
  #startedAt = new Map();
  /** With several projects a file may run once for each of them: it ends when the run ends. */
  #endsLate = new Set();
  #severalProjects;

  constructor(globalConfig) {
    this.#severalProjects = (globalConfig?.projects?.length ?? 0) > 1;
  }

  onTestFileStart(test) {
    this.#start(test);
  }

  onTestStart(test) {
    this.#start(test);
  }

  onTestCaseResult(test, result) {
    // With several projects Jest tells each case once for every project, whichever ran it.
    if (this.#severalProjects || result.status === 'failed') return;
    const told = this.#toldIn(test);
    told.set(keyOf(result), (told.get(keyOf(result)) ?? 0) + 1);
    tellCase(test.path, this.#projectOf(test), result);
  }

  onTestResult(test, fileResult) {
    const told = this.#toldIn(test);
    for (const result of fileResult.testResults) {
      const count = told.get(keyOf(result)) ?? 0;
      if (count > 0 && result.status !== 'failed') told.set(keyOf(result), count - 1);
      else tellCase(test.path, this.#projectOf(test), result);
    }
    if (fileResult.testExecError) this.#tellProblem(test.path, fileResult);
    this.#end(test);
  }

  onRunComplete(_contexts, results) {
    if (results?.runExecError) {
      appendLine({ type: 'problem', message: cutText(results.runExecError.message ?? 'the run failed') });
    }
    if (results?.wasInterrupted) return;
    for (const file of this.#endsLate) appendLine({ type: 'file-end', file });
    appendLine({ type: 'end' });
  }

  #projectOf(test) {
    const { displayName } = test.context.config;
    return typeof displayName === 'string' ? displayName : displayName?.name;
  }

  #keyOfFile(test) {
    return `${this.#projectOf(test) ?? ''}\0${test.context.config.id ?? ''}\0${test.path}`;
  }

  #toldIn(test) {
    const key = this.#keyOfFile(test);
    if (!this.#told.has(key)) this.#told.set(key, new Map());
    return this.#told.get(key);
  }

  #start(test) {
    const key = this.#keyOfFile(test);
    if (this.#startedAt.has(key)) return;
    this.#startedAt.set(key, Date.now());
    appendLine({ type: 'file-state', file: test.path, state: 'started' });
  }

  /** Jest's own account of the failure repeats every failed test, if there are any. */
  #tellProblem(file, { testExecError, failureMessage, testResults }) {
    const own = testExecError.stack || testExecError.message;
    appendLine({
      type: 'problem',
      file,
      message: cutText(testResults.length === 0 ? failureMessage || own : own),
    });
  }

  #end(test) {
    if (this.#severalProjects) {
      this.#endsLate.add(test.path);
      return;
    }
    const startedAt = this.#startedAt.get(this.#keyOfFile(test));
    const durationMs = startedAt === undefined ? undefined : Date.now() - startedAt;
    appendLine({ type: 'file-end', file: test.path, durationMs });
  }
}

module.exports = GauntletReporter;
