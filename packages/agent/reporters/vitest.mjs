/**
 * Reporter for Vitest 1 and later. From version 3 on every test is told as it ends; before that, the
 * tests of a file when the file ends. A file that does not load is a problem of that file, not a test:
 * so counts Vitest itself.
 */
import { appendLine, cutName, cutText, showValue } from './append-report.cjs';

const STATUS_OF = { passed: 'passed', failed: 'failed', skipped: 'skipped', pending: 'error' };
const OLD_STATUS_OF = { pass: 'passed', fail: 'failed' };
const ENDED = new Set(['passed', 'failed', 'skipped']);
const OUTPUT_KEPT = 262_144;

const messageOf = (error) => {
  const message = error?.message ?? showValue(error);
  return cutText(error?.name && !message.startsWith(error.name) ? `${error.name}: ${message}` : message);
};

/** Older versions write "undefined" for both where nothing was compared. */
function comparedIn({ expected, actual }) {
  if (expected === actual && (expected === undefined || expected === 'undefined')) return {};
  return { expected: showValue(expected), actual: showValue(actual) };
}

const assertionOf = (error) => ({
  type: error.operator ?? error.name ?? 'assertion',
  ...comparedIn(error),
  passed: false,
  message: cutText(error.message),
});

const stackOf = (errors) => cutText(errors.map((error) => error.stack ?? error.message).join('\n\n'));

function attachmentsOf(test) {
  const annotated = typeof test.annotations === 'function' ? test.annotations() : [];
  return annotated.flatMap(({ attachment, message }) =>
    typeof attachment?.path === 'string'
      ? [
          {
            name: cutName(message ?? 'attachment'),
            path: attachment.path,
            contentType: attachment.contentType,
          },
        ]
      : [],
  );
}

/** The names of the suites around a test, outermost first; the file itself is none. */
function suitesAround(parent, isSuite) {
  const names = [];
  for (let suite = parent; suite && isSuite(suite); suite = suite.parent ?? suite.suite)
    names.unshift(cutName(suite.name));
  return names;
}

export default class GauntletReporter {
  /** How many more times each file will end: once for each project it runs in. */
  #ends = new Map();
  #startedAt = new Map();
  #output = new Map();
  #told = new Set();
  #toldErrors = new Set();
  #context;
  /** Vitest 3 and later tell when the run starts; the calls of both generations overlap. */
  #isNew = false;

  onInit(context) {
    this.#context = context;
    for (const project of context.projects ?? []) project.config.includeTaskLocation = true;
    if (context.config) context.config.includeTaskLocation = true;
  }

  onUserConsoleLog({ taskId, content }) {
    if (taskId === undefined) return;
    const before = this.#output.get(taskId) ?? '';
    if (before.length < OUTPUT_KEPT) this.#output.set(taskId, before + content);
  }

  // Vitest 3 and later

  onTestRunStart(specifications) {
    this.#isNew = true;
    for (const { moduleId } of specifications) this.#ends.set(moduleId, (this.#ends.get(moduleId) ?? 0) + 1);
  }

  onTestModuleQueued({ moduleId }) {
    this.#start(moduleId);
  }

  onTestCaseResult(test) {
    const { state, errors = [], note } = test.result();
    const diagnostic = test.diagnostic();
    const todo = test.options?.mode === 'todo';
    this.#tell({
      id: test.id,
      file: test.module.moduleId,
      suite: suitesAround(test.parent, ({ type }) => type === 'suite'),
      name: test.name,
      status: STATUS_OF[state],
      durationMs: diagnostic?.duration ?? 0,
      line: test.location?.line,
      errors,
      note,
      flaky: state === 'passed' && diagnostic?.flaky === true,
      retries: diagnostic?.retryCount ?? 0,
      tags: [...(test.tags ?? []), ...(todo ? ['todo'] : [])],
      attachments: attachmentsOf(test),
      project: test.project.name || undefined,
    });
  }

  onTestSuiteResult(suite) {
    const names = suitesAround(suite, ({ type }) => type === 'suite');
    for (const error of suite.errors()) {
      this.#tellProblem(`suite "${names.join(' > ')}" failed: ${messageOf(error)}`, suite.module.moduleId);
    }
  }

  onTestModuleEnd(module) {
    for (const error of module.errors())
      this.#tellProblem(`${messageOf(error)}\n${error.stack ?? ''}`, module.moduleId);
    for (const test of module.children.allTests()) {
      if (!this.#told.has(test.id)) this.onTestCaseResult(test);
    }
    this.#end(module.moduleId);
  }

  onTestRunEnd(modules, unhandledErrors, reason) {
    // Vitest 3 does not tell the end of a file that did not load.
    for (const module of modules) {
      if (ENDED.has(module.state()) && this.#ends.get(module.moduleId) > 0) this.onTestModuleEnd(module);
    }
    for (const error of unhandledErrors) this.#tellUnhandled(error);
    if (reason !== 'interrupted') appendLine({ type: 'end' });
  }

  // Vitest 1 and 2

  onCollected(files = []) {
    if (this.#isNew) return;
    for (const file of files) this.#start(file.filepath);
  }

  onTaskUpdate(packs) {
    if (this.#isNew) return;
    for (const [id] of packs) {
      const task = this.#context?.state?.idMap?.get(id);
      if (task?.filepath && task.type === 'suite' && OLD_STATUS_OF[task.result?.state])
        this.#tellOldFile(task);
    }
  }

  onFinished(files = [], errors = []) {
    if (this.#isNew) return;
    for (const file of files) this.#tellOldFile(file);
    for (const error of errors) this.#tellUnhandled(error);
    appendLine({ type: 'end' });
  }

  #tellOldFile(file) {
    if (this.#told.has(file.id)) return;
    this.#told.add(file.id);
    this.#tellOldTasks(file, file);
    this.#end(file.filepath);
  }

  #tellOldTasks(parent, file) {
    for (const error of parent.result?.errors ?? []) {
      const where = parent === file ? '' : `suite "${parent.name}" failed: `;
      this.#tellProblem(`${where}${messageOf(error)}`, file.filepath);
    }
    for (const task of parent.tasks) {
      if (task.type === 'suite') this.#tellOldTasks(task, file);
      else this.#tellOldTest(task, file);
    }
  }

  #tellOldTest(test, file) {
    const { state, errors = [], duration = 0, retryCount = 0 } = test.result ?? {};
    const skipped =
      test.mode === 'skip' || test.mode === 'todo' || (state === undefined && file.mode === 'skip');
    const status = skipped ? 'skipped' : (OLD_STATUS_OF[state] ?? (state === 'skip' ? 'skipped' : 'error'));
    this.#tell({
      id: test.id,
      file: file.filepath,
      suite: suitesAround(test.suite, (suite) => suite !== file && !suite.filepath && suite.name !== ''),
      name: test.name,
      status,
      durationMs: duration,
      line: test.location?.line,
      errors,
      flaky: status === 'passed' && retryCount > 0,
      retries: retryCount,
      tags: test.mode === 'todo' ? ['todo'] : [],
      attachments: [],
      project: file.projectName || undefined,
    });
  }

  #start(file) {
    if (this.#startedAt.has(file)) return;
    this.#startedAt.set(file, Date.now());
    appendLine({ type: 'file-state', file, state: 'started' });
  }

  #tell({ id, errors, note, name, ...line }) {
    this.#told.add(id);
    appendLine({
      type: 'case',
      ...line,
      name: cutName(name),
      message: errors.length > 0 ? messageOf(errors[0]) : note,
      stack: errors.length > 0 ? stackOf(errors) : undefined,
      output: this.#output.get(id),
      assertions: line.status === 'failed' ? errors.map(assertionOf) : [],
    });
    this.#output.delete(id);
  }

  #tellProblem(message, file) {
    appendLine({ type: 'problem', message: cutText(message), file });
  }

  /** Told with the file that was running, if Vitest knows it by now; else at the end of the run. */
  #tellUnhandledOf(file) {
    for (const error of this.#context?.state?.getUnhandledErrors?.() ?? []) {
      if (error.VITEST_TEST_PATH === file) this.#tellUnhandled(error);
    }
  }

  #tellUnhandled(error) {
    if (this.#toldErrors.has(error)) return;
    this.#toldErrors.add(error);
    const cause = messageOf(error.cause ?? error);
    const file = error.VITEST_TEST_PATH ?? /while running test file (.+?)\.?$/m.exec(cause)?.[1];
    this.#tellProblem(`unhandled error: ${cause}\n${error.stack ?? ''}`, file);
  }

  #end(file) {
    const left = (this.#ends.get(file) ?? 1) - 1;
    this.#ends.set(file, left);
    if (left > 0) return;
    this.#tellUnhandledOf(file);
    const startedAt = this.#startedAt.get(file);
    appendLine({
      type: 'file-end',
      file,
      durationMs: startedAt === undefined ? undefined : Date.now() - startedAt,
    });
  }
}
