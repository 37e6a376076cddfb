/** A notice in plain words: what every channel says, each in its own form. */
import { clip, describeReason, formatDuration, shorten } from '../../executions/index.ts';
import type { Notice, NoticeDetails, RunFailure, RunNotice } from '../notice.ts';
import { renderVerdict } from '../render-verdict.ts';

/** The failures that a message names; the rest is counted. */
export const MOST_FAILURES = 10;
const LONGEST_NAME = 160;
const LONGEST_MESSAGE = 300;
/** Of a failure's message. */
const LONGEST_EXCERPT = 1000;
const MOST_LINES = 15;

/** `message` in its own lines, a comparison is read by them; the link opens its result. */
export type NamedFailure = { name: string; place: string; message: string; link: string };

export type NoticeText = {
  /** That of diagram 1.1: `✗ Tests Failed (245/250)`. */
  headline: string;
  /** One line, for subjects and lists. */
  title: string;
  tone: 'good' | 'bad' | 'neutral';
  facts: readonly (readonly [label: string, value: string])[];
  /** What went wrong other than tests, or what there is to know besides. */
  notes: readonly string[];
  failures: readonly NamedFailure[];
  furtherFailures: number;
  /** Null: there is nothing to open. */
  link: string | null;
};

export function noticeText(notice: Notice, details: NoticeDetails): NoticeText {
  const bare = { facts: [], notes: [], failures: [], furtherFailures: 0, link: null };
  if (notice.about === 'execution') return runText(notice, details);
  if (notice.about === 'quota') {
    const headline =
      notice.what === 'refused' ? '\u2717 Refused for a quota' : `Quota ${notice.percent} % used`;
    const title = `${headline}: ${oneLine(notice.team.name)}`;
    const tone = notice.what === 'refused' ? ('bad' as const) : ('neutral' as const);
    return {
      ...bare,
      headline,
      title,
      tone,
      notes: [notice.text],
      facts: [['Team', oneLine(notice.team.name)]],
    };
  }
  const headline = 'Gauntlet reaches this channel';
  const notes = [`${oneLine(notice.by)} sent this to try the channel "${oneLine(notice.channelName)}".`];
  return { ...bare, headline, title: headline, tone: 'neutral', notes };
}

function runText(notice: RunNotice, { serverUrl, failures, failedUnits }: NoticeDetails): NoticeText {
  const { run, outcome } = notice;
  const headline = headlineOf(notice);
  const shown = failures.slice(0, MOST_FAILURES);
  return {
    headline,
    title: titleOf(notice, headline),
    tone: toneOf(notice),
    facts: factsOf(notice),
    notes: notesOf(notice),
    failures: shown.map((failure) => namedFailure(failure, failureLink(serverUrl, run, failure))),
    furtherFailures:
      shown.length === 0 ? 0 : Math.max(0, (outcome?.counts.failed ?? 0) + failedUnits - shown.length),
    link: executionLink(serverUrl, run),
  };
}

/** Where the dashboard shows it. Whoever was shown into a project from another team sees it there alone. */
function linkTo(
  serverUrl: string,
  { executionId, projectId }: Place,
  result: Readonly<Record<string, string>>,
) {
  const search = new URLSearchParams({ ...(projectId === null ? {} : { project: projectId }), ...result });
  return `${serverUrl}/executions/${executionId}${search.size === 0 ? '' : `?${search}`}`;
}

type Place = Pick<RunNotice['run'], 'executionId' | 'projectId'>;

const executionLink = (serverUrl: string, run: Place) => linkTo(serverUrl, run, {});

/** A result where there is one, else the log of the group in which it went wrong. */
export function failureLink(serverUrl: string, run: Place, failure: RunFailure): string {
  if (failure.resultId !== null) return linkTo(serverUrl, run, { result: failure.resultId });
  const log = { tab: 'logs', stream: 'output' };
  const { groupIndex } = failure;
  return linkTo(serverUrl, run, groupIndex === null ? log : { ...log, group: String(groupIndex) });
}

function namedFailure({ name, suite, file, line, message }: RunFailure, link: string): NamedFailure {
  const place = file === undefined || file === name ? [] : [file];
  return {
    name: shorten([...suite, name].join(' > '), LONGEST_NAME),
    place: shorten([...place, ...(line === undefined ? [] : [line])].join(':'), LONGEST_NAME),
    message: excerpt(message ?? ''),
    link,
  };
}

/** The beginning of a message, line by line; blank ones tell nothing. */
function excerpt(message: string): string {
  const lines = clip(message, LONGEST_EXCERPT)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const more = lines.length - MOST_LINES;
  return more <= 0 ? lines.join('\n') : [...lines.slice(0, MOST_LINES), `\u2026 ${more} more`].join('\n');
}

function headlineOf({ state, outcome }: Pick<RunNotice, 'state' | 'outcome'>): string {
  if (outcome !== null) return renderVerdict(outcome.verdict, outcome.counts);
  return state === 'queued' ? 'Tests Queued' : 'Tests Running';
}

function titleOf({ run, events }: RunNotice, headline: string): string {
  const place = run.branch === null ? oneLine(run.name) : `${oneLine(run.name)} on ${oneLine(run.branch)}`;
  const more = (['recovered', 'slow'] as const).filter((event) => events.includes(event));
  return [`${headline}: ${place}`, ...more].join(', ');
}

function toneOf({ outcome }: RunNotice): NoticeText['tone'] {
  if (outcome === null || outcome.verdict === 'cancelled') return 'neutral';
  return outcome.verdict === 'passed' || outcome.verdict === 'flaky' ? 'good' : 'bad';
}

function factsOf({ run, outcome, usualMs }: RunNotice): NoticeText['facts'] {
  const usual = usualMs === null ? '' : ` (usually ${formatDuration(usualMs)})`;
  const facts: (readonly [string, string | null])[] = [
    ['Definition', run.name],
    ['Team', run.teamName],
    ['Project', run.projectName],
    ['Branch', run.branch],
    ['Commit', run.commit?.slice(0, 12) ?? null],
    ['Submitted by', run.submittedBy.username],
    ['Took', outcome && formatDuration(outcome.durationMs) + usual],
    ['Skipped', outcome && outcome.counts.skipped > 0 ? String(outcome.counts.skipped) : null],
    ['Only on a retry', outcome && outcome.counts.flaky > 0 ? String(outcome.counts.flaky) : null],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [[label, oneLine(value)] as const]));
}

function notesOf({ events, outcome }: RunNotice): string[] {
  if (outcome === null) return [];
  const { reason, message } = outcome;
  return [
    ...(events.includes('recovered') ? ['The run before it, of this branch, had not passed.'] : []),
    ...(reason === null || reason === 'tests-failed' ? [] : [describeReason(reason)]),
    ...(message === null ? [] : [shorten(message, LONGEST_MESSAGE)]),
  ];
}

const oneLine = (text: string): string => shorten(text, 200);
