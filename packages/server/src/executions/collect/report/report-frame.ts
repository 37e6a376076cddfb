/** What stands around a report's content: the document with its policy, navigation, footer. */
import { BASE_CSS } from './base-css.ts';
import { html, type Markup, trusted } from './html.ts';
import { BRAND_MARK, ICON_SPRITE } from './icons.ts';
import { shorten } from './plain-text.ts';
import { formatCount } from './quantities.ts';
import { REPORT_CSS } from './report-css.ts';
import { REPORT_SCRIPT } from './report-script.ts';
import type { ReportExecution } from './report-source.ts';
import { renderInstant } from './small-parts.ts';

const STYLE = `${BASE_CSS}${REPORT_CSS}`;

/** Nothing is fetched; one style sheet and one script, both named by their hash. */
export async function reportPolicy(): Promise<string> {
  const [script, style] = await Promise.all([hashSource(REPORT_SCRIPT), hashSource(STYLE)]);
  return `default-src 'none'; script-src ${script}; style-src ${style}; img-src data:; base-uri 'none'; form-action 'none'`;
}

async function hashSource(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}

export async function renderStart(name: string): Promise<string> {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${await reportPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${shorten(name, 200)} · Gauntlet report</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
${ICON_SPRITE}
`.markup;
}

export function renderNavigation(counts: { failures: number; flaky: number }, timeline: boolean): Markup {
  const links = [
    counts.failures > 0 &&
      html`<a href="#failures">Failures <b class="fail">${formatCount(counts.failures)}</b></a>`,
    counts.flaky > 0 && html`<a href="#flaky">Flaky <b class="flaky">${formatCount(counts.flaky)}</b></a>`,
    html`<a href="#tests">All tests</a>`,
    timeline && html`<a href="#timeline">Timeline</a>`,
  ];
  return html`<header class="top"><span class="brand">${BRAND_MARK}Gauntlet</span><nav aria-label="Sections">${links}</nav></header>
<main id="main">`;
}

export const renderFooter = (execution: ReportExecution): Markup => html`</main>
<footer><p>Written by Gauntlet ${execution.gauntletVersion}, ${renderInstant(execution.completedAt ?? execution.submittedAt)}</p><p class="keys" hidden>Keys: <kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous failure, <kbd>Esc</kbd> clear</p></footer>
<dialog id="lightbox" aria-label="Screenshot"><div><p></p><button type="button">Close</button></div><img alt=""></dialog>
`;

export const REPORT_END = `<script>${REPORT_SCRIPT}</script>
</body>
</html>
`;
