/** Turns the elements of a JUnit report into lines. */
import type { CaseLine, ReportLine } from '@gauntlet/contract';
import { boundName, TEXT_LIMITS } from './bound-text.ts';
import { closeCase, type OpenCase } from './junit-case.ts';
import { XML_LIMITS } from './limit-xml-text.ts';
import { ReportRefusal } from './report-refusal.ts';

export type Attributes = Readonly<Record<string, string>>;
type OpenSuite = {
  name: string;
  file?: string;
  declared: Declared;
  /** So far, those of the suites in it too. */
  cases: number;
  skipped: number;
  bad: number;
  pytest: boolean;
};
/** What a suite says of itself; `tests` is 0 where it does not count test cases. */
type Declared = { tests: number; bad: number; skipped: number };
type Capture = { depth: number; text: string; done: (text: string) => void };

const DEEPEST = 256;
const PYTEST_NAMES = new Set(['pytest', 'pytest tests']);
const OUTPUT = new Set(['system-out', 'system-err']);
const OUTCOME = /^(failure|error|skipped|(flaky|rerun)(Failure|Error))$/;

/**
 * Whose `tests` is not the number of cases: Catch2 counts assertions (its reporter calls every host so), and pytest each
 * subtest of a case.
 */
const countsOtherwise = ({ hostname, name }: Attributes): boolean =>
  hostname === 'tbd' || PYTEST_NAMES.has(name ?? '');

function declaredBy(attributes: Attributes): Declared {
  const { tests, failures, errors, skipped, disabled } = attributes;
  const sum = (...counts: (string | undefined)[]) =>
    counts.reduce((total, count) => total + (Number(count ?? 0) || 0), 0);
  return {
    tests: countsOtherwise(attributes) ? 0 : sum(tests),
    bad: sum(failures, errors),
    skipped: sum(skipped, disabled),
  };
}

/**
 * Owns the open suites and the one open case. Invariant: every <testcase>
 * that was closed gives exactly one case line.
 */
export class JunitReader {
  cases = 0;
  #lines: ReportLine[] = [];
  #path: string[] = [];
  #suites: OpenSuite[] = [];
  #case: OpenCase | undefined;
  #capture: Capture | undefined;

  takeLines(): ReportLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#path.length === 0 && name !== 'testsuites' && name !== 'testsuite') {
      throw new ReportRefusal(
        `its root element is <${boundName(name, 100)}>, not <testsuites> or <testsuite>`,
      );
    }
    if (this.#path.length >= DEEPEST) throw new ReportRefusal(`it is nested deeper than ${DEEPEST} elements`);
    const parent = this.#path.at(-1);
    this.#path.push(name);
    if (name === 'testsuites' || name === 'testsuite') this.#openSuite(name, attributes);
    else if (name === 'testcase') this.#openCase(attributes);
    else if (parent === 'testcase') this.#openInCase(name, attributes);
    else if (name === 'property' && this.#case && !this.#capture) this.#openProperty(attributes);
    else if (parent === 'testsuite' && (name === 'failure' || name === 'error'))
      this.#openSuiteFailure(attributes);
  }

  text(text: string): void {
    const capture = this.#capture;
    if (!capture || capture.text.length >= XML_LIMITS.textCharacters) return;
    capture.text += text.slice(0, XML_LIMITS.textCharacters - capture.text.length);
  }

  close(name: string): void {
    if (this.#capture?.depth === this.#path.length) {
      const { done, text } = this.#capture;
      this.#capture = undefined;
      done(text);
    }
    this.#path.pop();
    if (name === 'testcase' && this.#case) this.#closeCase(closeCase(this.#case));
    if (name === 'testsuite' || name === 'testsuites') this.#closeSuite();
  }

  #openSuite(element: string, attributes: Attributes): void {
    this.#suites.push({
      name: element === 'testsuite' ? (attributes.name ?? '') : '',
      file: attributes.file ?? attributes.filepath ?? this.#suites.at(-1)?.file,
      declared: declaredBy(attributes),
      ...{ cases: 0, skipped: 0, bad: 0 },
      pytest: PYTEST_NAMES.has(attributes.name ?? ''),
    });
  }

  #openCase(attributes: Attributes): void {
    this.#case = {
      attributes,
      suite: this.#suites.map(({ name }) => name).filter((name) => name !== ''),
      file: this.#suites.at(-1)?.file,
      firstLine: this.#suites.some(({ pytest }) => pytest) ? 0 : 1,
      outcomes: [],
      output: [],
      properties: [],
    };
  }

  #captureText(done: Capture['done']): void {
    this.#capture = { depth: this.#path.length, text: '', done };
  }

  #openInCase(name: string, attributes: Attributes): void {
    const open = this.#case;
    if (!open) return;
    const { message, type } = attributes;
    if (OUTCOME.test(name))
      this.#captureText((text) => open.outcomes.push({ element: name, message, type, text }));
    else if (OUTPUT.has(name)) this.#captureText((text) => open.output.push(text));
  }

  #openProperty({ name, value }: Attributes): void {
    const open = this.#case;
    if (!open || name === undefined || open.properties.length >= TEXT_LIMITS.listLength) return;
    this.#captureText((text) => open.properties.push([name, value ?? text]));
  }

  /** A set-up that failed belongs to no case; left out, the suite would look green. */
  #openSuiteFailure({ message }: Attributes): void {
    const suite = this.#suites.at(-1);
    if (suite) suite.bad += 1;
    this.#captureText((text) =>
      this.#tellProblem(`suite "${suite?.name}" failed: ${message ?? text.trim()}`, suite?.file),
    );
  }

  #closeCase(line: CaseLine): void {
    this.#case = undefined;
    this.cases += 1;
    const suite = this.#suites.at(-1);
    if (suite) {
      suite.cases += 1;
      if (line.status === 'skipped') suite.skipped += 1;
      if (line.status === 'failed' || line.status === 'error') suite.bad += 1;
    }
    this.#lines.push(line);
  }

  #closeSuite(): void {
    const suite = this.#suites.pop();
    if (!suite) return;
    const where = suite.name === '' ? 'the report' : `suite "${suite.name}"`;
    const { declared } = suite;
    if (declared.bad > 0 && suite.bad === 0) {
      suite.bad = declared.bad;
      const message = `${where} declares ${declared.bad} failures and errors, but no case in it says so`;
      this.#tellProblem(message, suite.file);
    }
    // What was skipped need not be listed; what else is not there was not seen to pass.
    const unlistedSkipped = Math.max(0, declared.skipped - suite.skipped);
    if (declared.tests > suite.cases + unlistedSkipped) {
      this.#tellProblem(`${where} declares ${declared.tests} tests, but holds ${suite.cases}`, suite.file);
      suite.cases = declared.tests;
    }
    const around = this.#suites.at(-1);
    if (!around) return;
    around.cases += suite.cases;
    around.skipped += suite.skipped;
    around.bad += suite.bad;
  }

  #tellProblem(message: string, file: string | undefined): void {
    this.#lines.push({ type: 'problem', message: boundName(message, TEXT_LIMITS.messageBytes), file });
  }
}
