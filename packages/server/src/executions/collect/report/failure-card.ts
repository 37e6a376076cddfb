/** One failed or flaky test in full. */
import type { ArtifactType } from '@gauntlet/contract';
import { renderCompared } from './compared-values.ts';
import { html, type Markup, safeLink } from './html.ts';
import { icon } from './icons.ts';
import { shorten } from './plain-text.ts';
import { formatBytes, formatDuration, formatUtc } from './quantities.ts';
import type { ReportArtifact, ResultForReport } from './report-source.ts';
import { renderSource } from './source-lines.ts';

/** The markup around the place where the screenshots go, which are written one by one. */
export type Card = {
  id: string;
  resultId: string;
  before: Markup;
  shots: readonly ReportArtifact[];
  after: Markup;
};

export type CardSetting = {
  id: string;
  unitTitle: string | null;
  artifacts: readonly ReportArtifact[];
  /** `true`: the stack is open at once. */
  open: boolean;
  manyAttempts: boolean;
};

const LINKED: Partial<Record<ArtifactType, string>> = {
  video: 'Video',
  trace: 'Trace',
  log: 'Log',
  attachment: 'Attachment',
  file: 'File',
};
const MOST_SHOTS = 12;
const MOST_LINKS = 24;

export function buildCard(result: ResultForReport, setting: CardSetting): Card {
  const shots = setting.artifacts.filter(({ type }) => type === 'screenshot').slice(0, MOST_SHOTS);
  const links = setting.artifacts.filter(({ type }) => LINKED[type] !== undefined).slice(0, MOST_LINKS);
  return {
    id: setting.id,
    resultId: result.resultId,
    before: html`<article class="card" id="${setting.id}" tabindex="-1">${renderHead(result, setting)}${renderBody(result, setting)}`,
    shots,
    after: html`${links.length > 0 && html`<ul class="links">${links.map(renderLink)}</ul>`}${renderMore(result)}</article>`,
  };
}

function renderHead(result: ResultForReport, { unitTitle, manyAttempts }: CardSetting): Markup {
  const tone = result.status === 'passed' ? 'flaky' : result.status === 'error' ? 'warn' : 'fail';
  const suites = result.suite.map((suite) => html`<bdi>${suite}</bdi> › `);
  const place = result.file === null ? unitTitle : `${result.file}${result.line ? `:${result.line}` : ''}`;
  const facts = [
    result.project && html`<span class="chip">${result.project}</span>`,
    result.status === 'error' && html`<span class="chip warn">error</span>`,
    result.quarantine !== null &&
      html`<span class="chip">in quarantine until ${formatUtc(result.quarantine.expiresAt)}: ${shorten(result.quarantine.reason, 200)}</span>`,
    manyAttempts && html`<span class="chip">attempt ${result.attempt + 1}</span>`,
    result.retries > 0 &&
      html`<span class="chip">${result.retries === 1 ? '1 retry' : `${result.retries} retries`}</span>`,
    ...result.tags.map((tag) => html`<span class="chip tag">${tag}</span>`),
  ];
  return html`<header>${icon(tone)}<div><h3>${suites.length > 0 && html`<span class="suite">${suites}</span>`}<bdi>${result.name}</bdi></h3><p class="place">${
    place && html`<code>${shorten(place, 1_000)}</code>`
  }${facts}</p></div><span class="time number">${formatDuration(result.durationMs)}</span></header>`;
}

function renderBody(result: ResultForReport, { open }: CardSetting): Markup {
  const message = result.message?.trim() || result.earlierFailures.at(-1)?.message?.trim();
  const stack = withoutMessage(result.stack ?? result.earlierFailures.at(-1)?.stack ?? '', message ?? '');
  const compared = result.assertions.filter(
    ({ expected, actual }) => expected !== undefined && actual !== undefined,
  );
  return html`${message && html`<pre class="message">${message}</pre>`}${compared.map(
    ({ expected, actual }) => renderCompared(expected ?? '', actual ?? ''),
  )}${result.codeFrame && renderSource(result.codeFrame)}${stack && html`<details class="stack"${open && html` open`}><summary>Stack</summary><pre>${stack}</pre></details>`}`;
}

/** Stacks begin with what the message says already. */
function withoutMessage(stack: string, message: string): string {
  const place = message === '' ? -1 : stack.indexOf(message);
  const rest = place >= 0 && place < 100 ? stack.slice(place + message.length) : stack;
  return outdent(rest.replace(/^\n+/, '').trimEnd());
}

function outdent(text: string): string {
  const indents = text.split('\n').map((line) => line.search(/\S|$/));
  const least = indents.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return text.replaceAll(new RegExp(`^ {${least}}`, 'gm'), '');
}

function renderMore(result: ResultForReport): Markup {
  const earlier = result.earlierFailures.slice(0, result.message ? undefined : -1);
  return html`${earlier.map(
    (failure) =>
      html`<details><summary>Earlier failure, attempt ${failure.attempt + 1}</summary><pre>${failure.stack ?? failure.message ?? 'Without a message.'}</pre></details>`,
  )}${result.output && html`<details><summary>Output</summary><pre>${result.output.trimEnd()}</pre></details>`}`;
}

export function renderLink(artifact: ReportArtifact): Markup {
  const address = safeLink(artifact.link);
  const label = html`${LINKED[artifact.type] ?? 'Screenshot'} <bdi>${shorten(artifact.name, 200)}</bdi>`;
  const size = html`<span class="muted">${formatBytes(artifact.sizeBytes)}</span>`;
  return address === null
    ? html`<li>${label} ${size}</li>`
    : html`<li><a href="${address}" target="_blank" rel="noopener noreferrer">${label}</a> ${size}</li>`;
}
