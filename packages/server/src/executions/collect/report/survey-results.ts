/**
 * The first reading of the results: what is shown in full, what was slowest, how much room the list
 * will take. Holds no more than the limits allow, however many results there are.
 */
import { isExcusedFailure } from './count-suites.ts';
import { createRowEncoder } from './encode-row.ts';
import { type HtmlReportLimits, SHARES } from './html-limits.ts';
import type { UnitIndex } from './index-source.ts';
import type { ResultForReport } from './report-source.ts';
import { trimResult } from './trim-result.ts';
import type { FailedUnits } from './unit-problems.ts';

export type Survey = {
  failures: Shown;
  flaky: Shown;
  slowest: readonly ResultForReport[];
  failedUnits: FailedUnits;
  /** At most what the rows of all tests take, their names whole. */
  rowBytes: number;
};

/** Results kept to be shown in full, and how many there are altogether. */
export type Shown = { kept: ResultForReport[]; count: number };

const SLOWEST = 10;
/** A row that points at its card is longer by less than this. */
const CARD_ID_BYTES = 24;
/** What a failure keeps of every text once the memory for whole ones is used up. */
const SHORT_FIELD = 2_000;

export async function surveyResults(
  results: AsyncIterable<ResultForReport>,
  units: UnitIndex,
  limits: HtmlReportLimits,
): Promise<Survey> {
  const rows = createRowEncoder(units, 'whole');
  const failedUnits = { failed: new Set<string>(), quarantined: new Set<string>() };
  const slowest = keepSlowest();
  const failures = keepShown(limits);
  const flaky = keepShown(limits);
  let rowBytes = 0;
  for await (const result of results) {
    rowBytes += rows.encode(result, undefined).bytes + CARD_ID_BYTES;
    rows.keep();
    slowest.look(result);
    if (isFailed(result)) {
      failures.look(result);
      const kind = isExcusedFailure(result) ? failedUnits.quarantined : failedUnits.failed;
      if (result.unitId !== null) kind.add(result.unitId);
    } else if (result.flaky) flaky.look(result);
  }
  return { failures: failures.shown, flaky: flaky.shown, slowest: slowest.kept, failedUnits, rowBytes };
}

export const isFailed = ({ status }: ResultForReport) => status === 'failed' || status === 'error';

function keepShown(limits: HtmlReportLimits) {
  let room = limits.totalBytes * SHARES.cards;
  const shown: Shown = { kept: [], count: 0 };
  return {
    shown,
    look: (result: ResultForReport) => {
      shown.count += 1;
      if (shown.kept.length === limits.cards) return;
      const field = room > 0 ? limits.fieldCharacters : Math.min(limits.fieldCharacters, SHORT_FIELD);
      const { trimmed, characters } = trimResult(result, field);
      room -= characters;
      shown.kept.push(trimmed);
    },
  };
}

function keepSlowest() {
  const kept: ResultForReport[] = [];
  return {
    kept,
    look: (result: ResultForReport) => {
      const fastest = kept[kept.length - 1];
      if (kept.length === SLOWEST && fastest && fastest.durationMs >= result.durationMs) return;
      const place = kept.findIndex((other) => other.durationMs < result.durationMs);
      kept.splice(place < 0 ? kept.length : place, 0, trimResult(result, 0).trimmed);
      if (kept.length > SLOWEST) kept.pop();
    },
  };
}
