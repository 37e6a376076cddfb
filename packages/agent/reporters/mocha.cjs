'use strict';
/**
 * Reporter for Mocha 8 and later; prints what Mocha's own `spec` prints. A hook that fails is a case of
 * its own, for so counts Mocha. Files run one after the other: one has ended when the next begins.
 */
const { createRequire } = require('node:module');
const path = require('node:path');
const { appendLine, cutName, cutText, showValue } = require('./append-report.cjs');

const Mocha = createRequire(path.join(process.cwd(), 'package.json'))('mocha');

const titlesAround = (runnable) => {
  const titles = [];
  for (let suite = runnable.parent; suite && !suite.root; suite = suite.parent)
    titles.unshift(cutName(suite.title));
  return titles;
};

const fileOf = (runnable) => {
  for (let each = runnable; each; each = each.parent) if (each.file) return each.file;
  return undefined;
};

function assertionsOf(error) {
  if (!error || !('expected' in error || 'actual' in error)) return [];
  return [
    {
      type: error.operator ?? error.name ?? 'assertion',
      expected: showValue(error.expected),
      actual: showValue(error.actual),
      passed: false,
      message: cutText(error.message),
    },
  ];
}

class GauntletReporter extends Mocha.reporters.Spec {
  #current;
  #startedAt = 0;

  constructor(runner, options) {
    super(runner, options);
    runner.on('suite', (suite) => this.#enter(fileOf(suite)));
    runner.on('test', (test) => this.#enter(fileOf(test)));
    runner.on('pass', (test) => this.#tell(test, 'passed'));
    runner.on('pending', (test) => this.#tell(test, 'skipped'));
    runner.on('fail', (test, error) => this.#tell(test, test.type === 'hook' ? 'error' : 'failed', error));
    runner.on('end', () => {
      this.#enter(undefined);
      appendLine({ type: 'end' });
    });
  }

  #enter(file) {
    if (file === this.#current) return;
    if (this.#current !== undefined) {
      appendLine({ type: 'file-end', file: this.#current, durationMs: Date.now() - this.#startedAt });
    }
    this.#current = file;
    this.#startedAt = Date.now();
    if (file !== undefined) appendLine({ type: 'file-state', file, state: 'started' });
  }

  #tell(test, status, error) {
    const file = fileOf(test) ?? this.#current;
    if (file !== undefined) this.#enter(file);
    const retries = test.type === 'hook' ? 0 : (test.currentRetry?.() ?? 0);
    appendLine({
      type: 'case',
      file,
      suite: titlesAround(test),
      name: cutName(test.title),
      status,
      durationMs: test.duration ?? 0,
      message: error === undefined ? undefined : cutText(error?.message ?? showValue(error)),
      stack: cutText(error?.stack),
      flaky: status === 'passed' && retries > 0,
      retries,
      assertions: assertionsOf(error),
    });
  }
}

module.exports = GauntletReporter;
