/**
 * CTRF, read as a stream: each entry of `results.tests` is given out and forgotten as soon as it is
 * read. Memory is bounded by ENTRY_BYTES, the most that may stand between one entry and the next (and
 * before the first, and after the last): a report that has more there is refused.
 */
import type { Readable } from 'node:stream';
import type { CaseLine, ReportLine } from '@gauntlet/contract';
import { JSONParser } from '@streamparser/json';
import { z } from 'zod';
import { boundText } from './bound-text.ts';
import { CtrfTest, caseOfCtrf } from './ctrf-case.ts';
import { ReportRefusal } from './report-refusal.ts';

export const ENTRY_BYTES = 16_777_216;

const Summary = z.object({ tests: z.number(), failed: z.number() });
type Summary = z.infer<typeof Summary>;

/** Owns what was found so far. Invariant: every entry of `results.tests` gives one case or a refusal. */
class CtrfReader {
  cases = 0;
  failed = 0;
  summary: Summary | undefined;
  sawTests = false;
  #lines: CaseLine[] = [];

  takeLines(): CaseLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  read(value: unknown, depth: number, key: unknown): void {
    if (depth === 3) this.#readTest(value);
    else if (key === 'tests') this.sawTests = Array.isArray(value);
    else this.summary = Summary.safeParse(value).data;
  }

  #readTest(value: unknown): void {
    const test = CtrfTest.safeParse(value);
    if (!test.success) {
      const issue = test.error.issues[0];
      const where = ['results', 'tests', this.cases, ...(issue?.path ?? [])].join('.');
      throw new ReportRefusal(`${where}: ${issue?.message}`);
    }
    const line = caseOfCtrf(test.data);
    this.cases += 1;
    if (line.status === 'failed' || line.status === 'error') this.failed += 1;
    this.#lines.push(line);
  }
}

/** `onValue` is called for the entries (depth 3), and for `results.tests`, `results.summary` (depth 2). */
function createParser(reader: CtrfReader): JSONParser {
  const parser = new JSONParser({
    paths: ['$.results.tests.*', '$.results.tests', '$.results.summary'],
    keepStack: false,
  });
  parser.onValue = ({ value, key, stack }) => reader.read(value, stack.length, key);
  parser.onError = (error) => {
    if (error instanceof ReportRefusal) throw error;
    throw new ReportRefusal(`it is not valid JSON (${boundText(error.message, 500)})`);
  };
  return parser;
}

async function* parseEntries(source: Readable, reader: CtrfReader): AsyncGenerator<CaseLine> {
  const parser = createParser(reader);
  let sinceLastEntry = 0;
  for await (const piece of source) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer);
    sinceLastEntry += bytes.length;
    parser.write(bytes);
    const lines = reader.takeLines();
    if (lines.length > 0) sinceLastEntry = 0;
    yield* lines;
    if (sinceLastEntry > ENTRY_BYTES) {
      throw new ReportRefusal(`more than ${ENTRY_BYTES} bytes in it are without a test`);
    }
  }
  if (!parser.isEnded) throw new ReportRefusal('it is empty or cut off');
}

function disagreement({ summary, cases, failed }: CtrfReader): string | undefined {
  if (!summary) return undefined;
  if (summary.tests !== cases) return `its summary counts ${summary.tests} tests, but it holds ${cases}`;
  if (summary.failed > 0 && failed === 0)
    return `its summary counts ${summary.failed} failed tests, but it holds none`;
  return undefined;
}

/** Yields a case an entry, then `end`; for a report that cannot be used a `problem` and no `end`. */
export async function* parseCtrf(source: Readable): AsyncGenerator<ReportLine> {
  const reader = new CtrfReader();
  try {
    yield* parseEntries(source, reader);
    if (!reader.sawTests) throw new ReportRefusal('it has no results.tests');
    const wrong = disagreement(reader);
    if (wrong !== undefined) throw new ReportRefusal(wrong);
  } catch (refusal) {
    if (!(refusal instanceof ReportRefusal)) throw refusal;
    yield* reader.takeLines();
    yield { type: 'problem', message: `The CTRF report cannot be used: ${refusal.message}.` };
    return;
  }
  yield { type: 'end', cases: reader.cases };
}
