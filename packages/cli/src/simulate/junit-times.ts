/** What the tests of a JUnit report took, by the files they are in. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { SaxesParser } from 'saxes';
import { type Refused, usageRefused } from '../refused.ts';
import type { InputFile } from './input-file.ts';

/** A <testcase> without a file of its own belongs to its suite's, else to its class, else to its suite. */
export function timesInJunit({ fileName, text }: InputFile): Result<Map<string, number[]>, Refused> {
  const sums = new Map<string, number>();
  const suites: { name: string | undefined; file: string | undefined }[] = [];
  let cases = 0;
  let problem: string | null = null;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    problem ??= error.message;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testsuite' || name === 'testsuites') {
      const outer = suites.at(-1);
      suites.push({ name: attributes.name ?? outer?.name, file: attributes.file ?? outer?.file });
    }
    if (name !== 'testcase') return;
    cases += 1;
    const suite = suites.at(-1);
    const key = attributes.file ?? suite?.file ?? attributes.classname ?? suite?.name ?? attributes.name;
    const seconds = Number((attributes.time ?? '0').replaceAll(',', ''));
    if (!(seconds >= 0)) problem ??= `test case ${cases} has the time "${attributes.time}"`;
    sums.set(key ?? '', (sums.get(key ?? '') ?? 0) + seconds * 1000);
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'testsuite' || name === 'testsuites') suites.pop();
  });
  parser.write(text).close();
  if (problem !== null) return refuse(usageRefused(`${fileName} is no JUnit report: ${problem}.`));
  return ok(new Map([...sums].map(([key, ms]) => [key, [Math.round(ms)]])));
}
