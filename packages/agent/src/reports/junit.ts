/**
 * JUnit XML, read as a stream: memory does not grow with the report. There is no standard, so this reads
 * what tools write: nested suites, a <testsuite> as root, missing counts, cases directly under the root,
 * <error>, flaky and rerun elements, attachments, any encoding that Node.js knows.
 */
import type { Readable } from 'node:stream';
import type { ReportLine } from '@gauntlet/contract';
import { SaxesParser } from 'saxes';
import { boundName } from './bound-text.ts';
import { decodeXml } from './decode-text.ts';
import { type Attributes, JunitReader } from './junit-reader.ts';
import { XmlTextLimiter } from './limit-xml-text.ts';
import { ReportRefusal } from './report-refusal.ts';

function createParser(reader: JunitReader): SaxesParser {
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw new ReportRefusal(`it is empty, cut off or not well-formed XML (${boundName(error.message, 500)})`);
  });
  parser.on('opentag', ({ name, attributes }) => reader.open(name, attributes as Attributes));
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  parser.on('closetag', ({ name }) => reader.close(name));
  return parser;
}

/** Yields a case a <testcase>, then `end`; for a report that cannot be used a `problem` and no `end`. */
export async function* parseJunit(source: Readable): AsyncGenerator<ReportLine> {
  const reader = new JunitReader();
  const parser = createParser(reader);
  const limiter = new XmlTextLimiter();
  let beginning = true;
  try {
    for await (const text of decodeXml(source)) {
      const document: string = beginning ? text.trimStart() : text;
      beginning &&= document === '';
      parser.write(limiter.limit(document));
      yield* reader.takeLines();
    }
    parser.close();
  } catch (refusal) {
    if (!(refusal instanceof ReportRefusal)) throw refusal;
    yield* reader.takeLines();
    yield { type: 'problem', message: `The JUnit report cannot be used: ${refusal.message}.` };
    return;
  }
  yield* reader.takeLines();
  yield { type: 'end', cases: reader.cases };
}
