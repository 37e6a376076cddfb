'use strict';
/**
 * Reporter for Playwright Test. A test without retries is told as it ends; one with retries when its file
 * is through, for a serial group is tried again as a whole. Attachments of all tries go with the test.
 */
const fs = require('node:fs');
const path = require('node:path');
const { appendLine, cutName, cutText } = require('./append-report.cjs');

const OUTPUT_KEPT = 262_144;
const BODY_KEPT = 52_428_800;
const KINDS = new Set(['screenshot', 'video', 'trace']);
const STATUS_OF = { expected: 'passed', flaky: 'passed', skipped: 'skipped', unexpected: 'failed' };

const isFinal = (test) => {
  const last = test.results.at(-1);
  if (!last) return false;
  return last.status === test.expectedStatus || last.status === 'skipped' || last.retry >= test.retries;
};

function fileSuiteOf(test) {
  let suite = test.parent;
  while (suite && suite.type !== 'file') suite = suite.parent;
  return suite;
}

function suiteNamesOf(test) {
  const names = [];
  for (let suite = test.parent; suite && suite.type === 'describe'; suite = suite.parent)
    names.unshift(cutName(suite.title));
  return names;
}

const textOf = (chunk) => (typeof chunk === 'string' ? chunk : chunk.toString('utf8'));
const outputOf = ({ stdout, stderr }) => [...stdout, ...stderr].map(textOf).join('');

/** What `expect` compared, as it says in its message. */
function assertionOf(error) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: messages carry colours
  const message = (error.message ?? String(error.value)).replace(/\u001b\[[0-9;]*m/g, '');
  return {
    type: /expect\([^)]*\)(?:\.not)?\.(\w+)/.exec(message)?.[1] ?? 'error',
    expected: /^\s*Expected[^:\n]*:\s*(.+)$/m.exec(message)?.[1],
    actual: /^\s*Received[^:\n]*:\s*(.+)$/m.exec(message)?.[1],
    passed: false,
    message: cutText(message),
  };
}

/** An attachment given as bytes becomes a file, so that it outlives the run. */
function keepBody({ name, body }) {
  const folder = process.env.GAUNTLET_ARTIFACTS;
  if (!folder || body.length > BODY_KEPT) return undefined;
  const kept = fs.mkdtempSync(path.join(folder, 'attached-'));
  const file = path.join(kept, name.replaceAll(/[^\w.-]+/g, '_').slice(-100) || 'attachment');
  fs.writeFileSync(file, body);
  return file;
}

function attachmentOf(attachment) {
  const file = attachment.path ?? (attachment.body && keepBody(attachment));
  if (!file) return [];
  const kind = KINDS.has(attachment.name) ? attachment.name : 'attachment';
  return [{ name: cutName(attachment.name), path: file, contentType: attachment.contentType, kind }];
}

function messageOf(test, error, outcome) {
  if (error) return cutText(error.message ?? error.value);
  if (test.results.length === 0) return 'did not run';
  if (outcome === 'unexpected')
    return `expected to be ${test.expectedStatus}, but ${test.results.at(-1).status}`;
  return test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
}

class GauntletReporter {
  #told = new Set();
  /** How many tests of a file run now. */
  #running = new Map();
  /** Milliseconds of all tries of a file: projects take turns, so its beginning and end tell little. */
  #spent = new Map();
  #ended = new Set();
  /** Files with an error outside their tests: such as do not load have no tests to end them. */
  #broken = new Set();
  #root;

  printsToStdio() {
    return false;
  }

  onBegin(_config, root) {
    this.#root = root;
  }

  onTestBegin(test) {
    const file = this.#fileOf(test);
    const before = this.#running.get(file) ?? 0;
    this.#running.set(file, before + 1);
    if (before === 0) appendLine({ type: 'file-state', file, state: 'started' });
  }

  onTestEnd(test, result) {
    const file = this.#fileOf(test);
    this.#spent.set(file, (this.#spent.get(file) ?? 0) + Math.max(0, result.duration));
    this.#running.set(file, (this.#running.get(file) ?? 1) - 1);
    if (this.#running.get(file) === 0) appendLine({ type: 'file-state', file, state: 'ran' });
    if (test.retries === 0) this.#tell(test);
    this.#endFileOf(test);
  }

  onError(error) {
    const message = cutText(`${error.message ?? error.value}\n${error.snippet ?? ''}`);
    appendLine({ type: 'problem', message, file: error.location?.file });
    if (error.location?.file) this.#broken.add(error.location.file);
  }

  onEnd({ status }) {
    for (const test of this.#root?.allTests() ?? []) {
      this.#tell(test);
      this.#end(this.#fileOf(test));
    }
    for (const file of this.#broken) this.#end(file);
    if (status !== 'interrupted') appendLine({ type: 'end' });
  }

  #fileOf(test) {
    return fileSuiteOf(test)?.location?.file ?? test.location.file;
  }

  /** A file is through when no test in it, in any project, is still to run or to be tried again. */
  #endFileOf(test) {
    const file = this.#fileOf(test);
    const tests = this.#root.allTests().filter((other) => this.#fileOf(other) === file);
    if (!tests.every(isFinal)) return;
    for (const other of tests) this.#tell(other);
    this.#end(file);
  }

  #end(file) {
    if (this.#ended.has(file)) return;
    this.#ended.add(file);
    appendLine({ type: 'file-end', file, durationMs: this.#spent.get(file) });
  }

  #tell(test) {
    if (this.#told.has(test.id)) return;
    this.#told.add(test.id);
    const last = test.results.at(-1);
    const outcome = test.outcome();
    const neverRan = last === undefined || last.status === 'interrupted';
    const errors = outcome === 'unexpected' ? (last?.errors ?? []) : [];
    appendLine({
      type: 'case',
      file: this.#fileOf(test),
      suite: suiteNamesOf(test),
      name: cutName(test.title),
      status: neverRan ? 'error' : (STATUS_OF[outcome] ?? 'error'),
      durationMs: last?.duration ?? 0,
      line: test.location.line,
      message: messageOf(test, errors[0], outcome),
      stack:
        errors.length > 0
          ? cutText(errors.map((error) => error.stack ?? error.message).join('\n\n'))
          : undefined,
      flaky: outcome === 'flaky',
      retries: Math.max(0, test.results.length - 1),
      output: cutText(test.results.map(outputOf).join('').slice(0, OUTPUT_KEPT)),
      tags: test.tags ?? [],
      assertions: errors.map(assertionOf),
      attachments: test.results.flatMap((result) => result.attachments.flatMap(attachmentOf)),
      project: test.parent.project()?.name || undefined,
      repetition: test.repeatEachIndex || undefined,
    });
  }
}

module.exports = GauntletReporter;
