/**
 * TAP 13 and 14. Yields the test points that hold no subtest of their own, and a point with a subtest
 * only when it failed though nothing within it did. Memory grows with the number of points (the parser
 * keeps their numbers), not with what is printed between them: lines are bounded.
 */
import type { Readable } from 'node:stream';
import type { CaseLine, ReportLine } from '@gauntlet/contract';
import { Parser, type Result } from 'tap-parser';
import { boundCase } from './bound-case.ts';
import { boundText } from './bound-text.ts';
import { splitLines } from './split-lines.ts';
import { caseOfPoint } from './tap-case.ts';

type SubtestSeen = { bad: boolean; cases: number };

const LONGEST_LINE = 1_048_576;

/** Asked of the whole and of each subtest when it ends. */
function whatIsWrong(parser: Parser): string | undefined {
  if (parser.syntheticPlan) return 'it holds no test points and no plan';
  if (parser.planStart === -1) return 'it has no plan (a line such as 1..3), so it may be cut off';
  const planned = parser.planEnd - parser.planStart + 1;
  if (parser.planEnd > 0 && planned !== parser.count) {
    return `its plan says ${planned} tests, but ${parser.count} were reported`;
  }
  const errors = (parser.results?.failures ?? []).map((failure) => 'tapError' in failure && failure.tapError);
  return errors.find((error) => typeof error === 'string');
}

/** Owns the lines found and not yet given out. */
class TapReader {
  cases = 0;
  problems = 0;
  #lines: ReportLine[] = [];

  takeLines(): ReportLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  attach(parser: Parser, suite: readonly string[]): SubtestSeen {
    const seen: SubtestSeen = { bad: false, cases: 0 };
    let subtest: SubtestSeen | undefined;
    parser.on('child', (child: Parser) => {
      subtest = this.attach(child, [...suite, child.name]);
    });
    parser.on('assert', (point: Result) => {
      const line = caseOfPoint(point, suite);
      const inSubtest = subtest;
      subtest = undefined;
      const bad = line.status === 'failed';
      seen.bad ||= bad || inSubtest?.bad === true;
      seen.cases += 1;
      const toldByItsSubtest = inSubtest !== undefined && inSubtest.cases > 0 && (inSubtest.bad || !bad);
      if (!toldByItsSubtest) this.#tellCase(line);
    });
    parser.on('complete', () => {
      const wrong = whatIsWrong(parser);
      if (wrong !== undefined) this.tellProblem(wrong);
    });
    parser.on('bailout', (reason: string) =>
      this.tellProblem(`it bails out: ${reason || 'no reason given'}`),
    );
    return seen;
  }

  tellProblem(why: string): void {
    this.problems += 1;
    const message = `The TAP report cannot be used: ${boundText(why, 1000)}.`;
    if (this.problems === 1) this.#lines.push({ type: 'problem', message });
  }

  /** `1..0 # skip reason`: everything was skipped, in one word. */
  tellAllSkipped(reason: string): void {
    this.#tellCase(boundCase({ type: 'case', name: '(everything)', status: 'skipped', message: reason }));
  }

  #tellCase(line: CaseLine): void {
    this.cases += 1;
    this.#lines.push(line);
  }
}

/** Yields a case a test point, then `end`; for a report that cannot be used a `problem` and no `end`. */
export async function* parseTap(source: Readable): AsyncGenerator<ReportLine> {
  const reader = new TapReader();
  const parser = new Parser();
  reader.attach(parser, []);
  for await (const { text } of splitLines(source, LONGEST_LINE)) {
    parser.write(`${text}\n`);
    parser.comments.length = 0;
    yield* reader.takeLines();
  }
  parser.end();
  if (reader.problems === 0 && parser.planEnd === 0) reader.tellAllSkipped(parser.planComment);
  yield* reader.takeLines();
  if (reader.problems === 0) yield { type: 'end', cases: reader.cases };
}
