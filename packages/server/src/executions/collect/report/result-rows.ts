/**
 * All results as JSON for the report's script, in little space: names of files and suites are
 * written once, after the rows that point at them. Failed tests are never left out before passed ones.
 */
import { type ByteLedger, utf8Length } from './byte-ledger.ts';
import { html, jsonForScript } from './html.ts';
import type { UnitIndex } from './index-source.ts';
import { shorten } from './plain-text.ts';
import type { ReportSource, ResultForReport } from './report-source.ts';
import { isFailed } from './survey-results.ts';

/** [name, suite, file, status, milliseconds, flaky, line, message, id of its card]; zeros at the end left out. */
type Row = [string, number, number, number, number, number, number, string | 0, string | 0];

const STATUSES = ['passed', 'failed', 'error', 'skipped'] as const;
const NAME = 300;
const SHORT_NAME = 80;
const MESSAGE = 300;
/** Of the room for rows, what only failed and flaky tests may use. */
const KEPT_FOR_FAILURES = 0.25;
const CLOSING = 200;

export type RowsSetting = {
  units: UnitIndex;
  /** Result id to the id of its card. */
  cards: ReadonlyMap<string, string>;
  /** Bytes that rows may use; what is given here is already free in the ledger. */
  bytes: number;
  /** All names fit: none is shortened to make room. */
  roomy: boolean;
};

export async function* writeRows(
  report: ReportSource,
  ledger: ByteLedger,
  { units, cards, bytes, roomy }: RowsSetting,
): AsyncGenerator<string> {
  const tables = { suites: openTable(), files: openTable() };
  let room = bytes - CLOSING;
  let [written, leftOut] = [0, 0];
  yield ledger.spend('<script type="application/json" id="rows">{"rows":[');
  for await (const result of report.results()) {
    const { text, cost } = encodeRow(result, tables, units, cards, roomy);
    const floor = isFailed(result) || result.flaky ? 0 : bytes * KEPT_FOR_FAILURES;
    if (!roomy && room - cost < floor) leftOut += 1;
    else {
      room -= cost;
      yield ledger.spend(written++ === 0 ? text : `,${text}`);
      tables.suites.keep();
      tables.files.keep();
    }
  }
  const ending = `],"suites":${tables.suites.write()},"files":${tables.files.write()},"leftOut":${leftOut}}</script>\n`;
  yield ledger.spend(ending);
}

function encodeRow(
  result: ResultForReport,
  tables: { suites: Table; files: Table },
  units: UnitIndex,
  cards: ReadonlyMap<string, string>,
  roomy: boolean,
) {
  const limit = roomy ? NAME : SHORT_NAME;
  const names = result.project === null ? result.suite : [result.project, ...result.suite];
  const suite = tables.suites.find(names.map((name) => shorten(name, limit)).join(' › '), limit * 2);
  const unit = result.unitId === null ? undefined : units.byId.get(result.unitId);
  const file = tables.files.find(shorten(result.file ?? unit?.title ?? '', limit), limit);
  const text = jsonForScript(
    dropZeros([
      shorten(result.name, limit),
      suite.index,
      file.index,
      STATUSES.indexOf(result.status),
      Math.round(result.durationMs * 10) / 10,
      result.flaky ? 1 : 0,
      result.line ?? 0,
      result.message ? shorten(result.message, limit === NAME ? MESSAGE : SHORT_NAME) : 0,
      cards.get(result.resultId) ?? 0,
    ]),
  );
  return { text, cost: utf8Length(text) + 1 + suite.cost + file.cost };
}

function dropZeros(row: Row): unknown[] {
  const last = row.findLastIndex((value) => value !== 0);
  return row.slice(0, last + 1);
}

type Table = ReturnType<typeof openTable>;

/** Texts by number. A text that was found but whose row was left out is not kept. */
function openTable() {
  const known = new Map<string, number>();
  const texts: string[] = [];
  let candidate: { text: string; written: string } | null = null;
  return {
    find: (whole: string, limit: number): { index: number; cost: number } => {
      const text = whole.slice(0, limit).toWellFormed();
      const index = known.get(text);
      candidate = index === undefined ? { text, written: jsonForScript(text) } : null;
      return index === undefined
        ? { index: texts.length, cost: utf8Length(candidate?.written ?? '') + 1 }
        : { index, cost: 0 };
    },
    keep: () => {
      if (candidate === null) return;
      known.set(candidate.text, texts.length);
      texts.push(candidate.written);
      candidate = null;
    },
    write: () => `[${texts.join(',')}]`,
  };
}

/** The frame that the script fills, and what is there without it. */
export const renderTestsFrame = (total: number) =>
  html`<section id="tests" aria-labelledby="tests-title"><h2 id="tests-title">All tests</h2><noscript><p class="note">The list of all ${total} tests needs JavaScript. The failures above are complete without it.</p></noscript><div id="list"></div></section>`;
