/**
 * The HTML report: one file that asks nobody for anything. What came from outside is text by the
 * template's escaping, data by JSON, and cannot run even so: the policy allows one script by its hash.
 */
import { utf8Length } from './byte-budget.ts';
import { html, type Markup } from './html.ts';
import { HTML_REPORT_LIMITS, type HtmlReportLimits, SHARES } from './html-limits.ts';
import { indexArtifacts, indexUnits } from './index-source.ts';
import {
  renderFiles,
  renderGroups,
  renderLeftOut,
  renderProblems,
  renderSlowest,
} from './overview-sections.ts';
import { type PlannedCards, planCards } from './plan-cards.ts';
import { REPORT_END, renderFooter, renderNavigation, renderStart } from './report-frame.ts';
import type { ReportSource } from './report-source.ts';
import { ROWS_FRAME_BYTES, type RowsSetting, renderTestsFrame, writeRows } from './result-rows.ts';
import { type ImageRoom, writeScreenshots } from './screenshots.ts';
import { renderSummary } from './summary-section.ts';
import { surveyResults } from './survey-results.ts';
import { planTimeline } from './timeline-section.ts';
import { findUnitProblems } from './unit-problems.ts';

const LEAST_BYTES = 1_000_000;

/**
 * Yields pieces of HTML to be encoded as UTF-8, together at most `limits.totalBytes`. Reads the
 * results twice: to see what there is, and to write the list. Throws RangeError below 1 MB.
 */
export async function* renderHtml(
  report: ReportSource,
  limits: HtmlReportLimits = HTML_REPORT_LIMITS,
): AsyncGenerator<string> {
  if (limits.totalBytes < LEAST_BYTES)
    throw new RangeError(`totalBytes is ${limits.totalBytes}; a report needs at least ${LEAST_BYTES}.`);
  const plan = await planReport(report, limits);
  yield plan.head;
  yield* writeCards('failures', 'Failures', plan.problems, plan.failures, plan.images);
  yield* writeCards('flaky', 'Flaky tests', null, plan.flaky, plan.images);
  yield plan.foot;
  yield* writeRows(report, plan.rows);
  yield REPORT_END;
}

/**
 * Everything but the images and the rows, written and measured. The rows have a share of their own;
 * what all this leaves of the whole is the images'.
 */
async function planReport(report: ReportSource, limits: HtmlReportLimits) {
  const share = (part: number) => limits.totalBytes * part;
  const units = await indexUnits(report);
  const survey = await surveyResults(report.results(), units, limits);
  const found = findUnitProblems(units.last, survey.failedUnits);
  const manyAttempts = report.execution.attempts > 1;
  const sources = { units, artifacts: indexArtifacts(report.artifacts), manyAttempts };
  const problems = renderProblems(found, share(SHARES.overview));
  const failures = planCards(survey.failures, 'failure-', share(SHARES.cards), sources);
  const flaky = planCards(survey.flaky, 'flaky-', share(SHARES.cards) - failures.bytes, sources);
  const counts = { failures: survey.failures.count + found.length, flaky: survey.flaky.count };
  const timeline = planTimeline(units.byId.values(), report.groups, limits.timelineUnits);
  const overview = html`${renderTestsFrame(report.execution.counts.total)}${renderSlowest(survey.slowest)}${renderGroups(
    report,
    timeline,
    share(SHARES.timeline),
  )}${renderFiles(report.artifacts, share(SHARES.overview))}${renderFooter(report.execution)}`;
  const head = `${await renderStart(report.execution.name)}${renderNavigation(counts, timeline !== null).markup}${renderSummary(report).markup}`;
  const rows = planRows(survey.rowBytes, share(SHARES.rows), units, [...failures.cards, ...flaky.cards]);
  const spent =
    utf8Length(head) +
    utf8Length(problems.markup) +
    failures.bytes +
    flaky.bytes +
    utf8Length(overview.markup);
  const images: ImageRoom = { bytes: limits.totalBytes - spent - rows.bytes - FIXED_BYTES, linked: 0 };
  return {
    head,
    problems: found.length > 0 ? problems : null,
    failures,
    flaky,
    foot: overview.markup,
    rows,
    images,
  };
}

/** The frames of the rows and of the two card sections with their notes, and the end. */
const FIXED_BYTES = ROWS_FRAME_BYTES + 4_000 + utf8Length(REPORT_END);

function planRows(
  whole: number,
  share: number,
  units: RowsSetting['units'],
  cards: PlannedCards['cards'],
): RowsSetting {
  const byResult = new Map(cards.map(({ resultId, id }) => [resultId, id]));
  return whole <= share
    ? { units, cards: byResult, bytes: whole, names: 'whole' }
    : { units, cards: byResult, bytes: share, names: 'short' };
}

async function* writeCards(
  id: string,
  title: string,
  problems: Markup | null,
  { cards, leftOut }: PlannedCards,
  images: ImageRoom,
): AsyncGenerator<string> {
  if (cards.length + leftOut === 0 && problems === null) return;
  const linked = images.linked;
  yield `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>`;
  if (problems) yield problems.markup;
  for (const card of cards) {
    yield card.before.markup;
    yield* writeScreenshots(card.shots, images);
    yield card.after.markup;
  }
  yield `${renderLeftOut(leftOut, 'test').markup}${renderLinked(images.linked - linked).markup}</section>\n`;
}

const renderLinked = (count: number) =>
  html`${count > 0 && html`<p class="note">${count === 1 ? '1 screenshot is' : `${count} screenshots are`} linked rather than shown, to keep this file small.</p>`}`;
