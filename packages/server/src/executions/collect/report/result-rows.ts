/** The list of all tests: its frame, and its data for the report's script. */
import { createRowEncoder } from './encode-row.ts';
import { html, type Markup } from './html.ts';
import type { UnitIndex } from './index-source.ts';
import { formatCount } from './quantities.ts';
import type { ReportSource } from './report-source.ts';
import { isFailed } from './survey-results.ts';

/** What stands around the rows. */
export const ROWS_FRAME_BYTES = 200;

/** When not everything fits: the part of the room that only failed and flaky tests may use. */
const KEPT_FOR_FAILURES = 0.25;

export type RowsSetting = {
  units: UnitIndex;
  /** Result id to the id of its card. */
  cards: ReadonlyMap<string, string>;
  bytes: number;
  names: 'whole' | 'short';
};

/** At most `bytes` plus the frame's; says in the data how many rows were left out for it. */
export async function* writeRows(report: ReportSource, setting: RowsSetting): AsyncGenerator<string> {
  const encoder = createRowEncoder(setting.units, setting.names);
  let room = setting.bytes;
  let [written, leftOut] = [0, 0];
  yield '<script type="application/json" id="rows">{"rows":[';
  for await (const result of report.results()) {
    const { text, bytes } = encoder.encode(result, setting.cards.get(result.resultId));
    const floor =
      setting.names === 'whole' || isFailed(result) || result.flaky ? 0 : setting.bytes * KEPT_FOR_FAILURES;
    if (room - bytes < floor) leftOut += 1;
    else {
      room -= bytes;
      encoder.keep();
      yield written++ === 0 ? text : `,${text}`;
    }
  }
  const { suites, files } = encoder.tables();
  yield `],"suites":${suites},"files":${files},"leftOut":${leftOut}}</script>\n`;
}

/** What the script fills, and what is there without it. */
export const renderTestsFrame = (total: number): Markup =>
  html`<section id="tests" aria-labelledby="tests-title"><h2 id="tests-title">All tests</h2><noscript><p class="note">The list of all ${formatCount(total)} tests needs JavaScript. What is above is complete without it.</p></noscript><div id="list"></div></section>`;
