/** A result cut to what a card shows, so that one hostile result costs no more than the others. */
import type { CodeFrame } from '@gauntlet/contract';
import { clip, shorten } from './plain-text.ts';
import type { ResultForReport } from './report-source.ts';

const NAME = 500;
const SUITE_PART = 200;
const MOST_SUITES = 20;
const MOST_TAGS = 20;
const MOST_ASSERTIONS = 5;
const MOST_EARLIER = 5;

/** `fieldCharacters` is the limit for every long text. `characters`: what the trimmed one holds. */
export function trimResult(result: ResultForReport, fieldCharacters: number) {
  const long = (text: string | null) => (text === null ? null : clip(text, fieldCharacters));
  const trimmed: ResultForReport = {
    ...result,
    name: shorten(result.name, NAME),
    suite: result.suite.slice(0, MOST_SUITES).map((part) => shorten(part, SUITE_PART)),
    file: result.file === null ? null : shorten(result.file, NAME),
    project: result.project === null ? null : shorten(result.project, SUITE_PART),
    message: long(result.message),
    stack: long(result.stack),
    output: long(result.output),
    codeFrame: charactersOf(result.codeFrame) <= fieldCharacters ? result.codeFrame : null,
    tags: result.tags.slice(0, MOST_TAGS).map((tag) => shorten(tag, SUITE_PART)),
    assertions: result.assertions
      .filter((assertion) => !assertion.passed)
      .slice(0, MOST_ASSERTIONS)
      .map((assertion) => trimAssertion(assertion, fieldCharacters)),
    earlierFailures: result.earlierFailures.slice(-MOST_EARLIER).map((failure) => ({
      ...failure,
      message: long(failure.message),
      stack: long(failure.stack),
    })),
  };
  return { trimmed, characters: countCharacters(trimmed) };
}

function trimAssertion(assertion: ResultForReport['assertions'][number], fieldCharacters: number) {
  const long = (text: string | undefined) => (text === undefined ? undefined : clip(text, fieldCharacters));
  return {
    ...assertion,
    type: shorten(assertion.type, SUITE_PART),
    message: long(assertion.message),
    expected: long(assertion.expected),
    actual: long(assertion.actual),
  };
}

const charactersOf = (frame: CodeFrame | null): number =>
  frame === null ? 0 : frame.lines.reduce((sum, text) => sum + text.length, frame.file.length);

function countCharacters(result: ResultForReport): number {
  const texts = [
    result.name,
    ...result.suite,
    ...result.tags,
    result.file,
    result.message,
    result.stack,
    result.output,
    ...result.assertions.flatMap(({ expected, actual, message }) => [expected, actual, message]),
    ...result.earlierFailures.flatMap(({ message, stack }) => [message, stack]),
  ];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), charactersOf(result.codeFrame));
}
