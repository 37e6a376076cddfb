/** A case as the parsers yield it, made ready for the server: masked, with the user's own paths, not too large. */
import type { CaseAssertion, ReportedResult } from '@gauntlet/contract';
import type { FramedCase } from '../../frameworks/batch-order.ts';
import type { Masker } from '../../masking/masker.ts';
import type { ShortenPaths } from './shorten-paths.ts';

/** Texts are bounded one by one where they are parsed; a hundred assertions together may still be too much. */
const ASSERTIONS_BYTES = 131_072;

export type CaseWriter = { masker: Masker; shorten: ShortenPaths };

export const reportCase = (
  { masker, shorten }: CaseWriter,
  line: FramedCase,
  key: string,
): ReportedResult => {
  const mask = masker.maskText;
  // Field by field: a secret may well be the text "passed", which must not change a status.
  const maskProse = (text: string | undefined) => (text === undefined ? undefined : mask(shorten.text(text)));
  const maskValue = (text: string | undefined) => (text === undefined ? undefined : mask(text));
  const { type: _type, attachments: _attachments, repetition: _repetition, ...plain } = line;
  return {
    ...plain,
    key,
    name: mask(line.name),
    suite: line.suite.map(mask),
    tags: line.tags.map(mask),
    file: line.file === undefined ? undefined : mask(shorten.path(line.file)),
    project: maskValue(line.project),
    message: maskProse(line.message),
    stack: maskProse(line.stack),
    output: maskProse(line.output),
    assertions: fitAssertions(line.assertions).map(({ type, passed, expected, actual, message }) => ({
      ...{ type, passed, message: maskProse(message) },
      // Values that were compared: shortened, they would be other values.
      ...{ expected: maskValue(expected), actual: maskValue(actual) },
    })),
  };
};

const fitAssertions = (assertions: readonly CaseAssertion[]): CaseAssertion[] => {
  let bytes = 0;
  return assertions.filter((assertion) => {
    bytes += sizeOf(assertion.expected) + sizeOf(assertion.actual) + sizeOf(assertion.message);
    return bytes <= ASSERTIONS_BYTES;
  });
};

const sizeOf = (text: string | undefined): number => (text === undefined ? 0 : Buffer.byteLength(text));

/** Roughly what the result takes on the wire. */
export const estimateBytes = (result: ReportedResult): number => {
  const texts = [
    ...[result.name, ...result.suite, result.message, result.stack, result.output],
    ...(result.codeFrame?.lines ?? []),
  ];
  const assertions = result.assertions.flatMap(({ expected, actual, message }) => [
    expected,
    actual,
    message,
  ]);
  return [...texts, ...assertions].reduce((sum, text) => sum + (text?.length ?? 0), 300);
};
