/**
 * The HTML report: one file that asks nobody for anything. What came from outside is text by the
 * template's escaping, data by JSON, and cannot run even so: the policy allows one script by its hash.
 */
import { type ByteLedger, openLedger, utf8Length } from './byte-ledger.ts';
import { plural } from './describe-verdict.ts';
import { html, type Markup } from './html.ts';
import { HTML_REPORT_LIMITS, type HtmlReportLimits, SHARES } from './html-limits.ts';
import { indexArtifacts, indexUnits, type UnitIndex } from './index-source.ts';
import { renderFiles, renderGroups, renderLeftOut, renderProblems, renderSlowest } from './overview-sections.ts';
import { type PlannedCards, planCards } from './plan-cards.ts';
import { REPORT_END, renderFooter, renderNavigation, renderStart } from './report-frame.ts';
import type { ReportSource } from './report-source.ts';
import { renderTestsFrame, writeRows } from './result-rows.ts';
import { writeScreenshots } from './screenshots.ts';
import { renderSummary } from './summary-section.ts';
import { type Survey, surveyResults } from './survey-results.ts';
import { planTimeline } from './timeline-section.ts';
import { findUnitProblems, type UnitProblem } from './unit-problems.ts';

const LEAST_BYTES = 1_000_000;

type Plan = {
  units: UnitIndex;
  survey: Survey;
  problems: UnitProblem[];
  failures: PlannedCards;
  flaky: PlannedCards;
  rowBytes: number;
  overviewBytes: number;
  timelineBytes: number;
};

/** Yields pieces of HTML to be encoded as UTF-8, together at most `limits.totalBytes`. */
export async function* renderHtml(
  report: ReportSource,
  limits: HtmlReportLimits = HTML_REPORT_LIMITS,
): AsyncGenerator<string> {
  if (limits.totalBytes < LEAST_BYTES)
    throw new RangeError(`totalBytes is ${limits.totalBytes}; a report needs at least ${LEAST_BYTES}.`);
  const plan = await planReport(report, limits);
  const ledger = openLedger(limits.totalBytes);
  const { failures, flaky, rowBytes, overviewBytes, timelineBytes } = plan;
  yield ledger.spend(await renderStart(report.execution.name));
  yield ledger.spend(renderNavigation(countSections(plan, report)).markup);
  yield ledger.spend(renderSummary(report).markup);
  ledger.reserve(rowBytes + overviewBytes * 2 + timelineBytes + failures.bytes + flaky.bytes + utf8Length(REPORT_END));
  yield* writeFailures(plan, ledger);
  yield* writeFlaky(plan, ledger);
  yield ledger.spend(renderTestsFrame(report.execution.counts.total).markup);
  yield ledger.spend(renderSlowest(plan.survey.slowest).markup);
  ledger.reserve(-(overviewBytes + timelineBytes + rowBytes + utf8Length(REPORT_END)));
  const timeline = planTimeline(plan.units.byId.values(), report.groups, limits.timelineUnits);
  yield ledger.spend(renderGroups(report, timeline, timelineBytes).markup);
  yield ledger.spend(renderFiles(report.artifacts, overviewBytes).markup);
  yield ledger.spend(renderFooter(report.execution).markup);
  yield* writeRows(report, ledger, rowsSetting(plan, limits));
  yield ledger.spend(REPORT_END);
}
