/** A notice as GitHub's commit status and check run: their words and limits. */
import type { NoticeDetails, RunNotice } from '../notice.ts';
import { plainMail } from './mail.ts';
import { noticeText } from './notice-text.ts';

export type CommitStatus = {
  state: 'pending' | 'success' | 'failure' | 'error';
  description: string;
  target_url: string | null;
};

/** GitHub refuses more. */
const LONGEST_DESCRIPTION = 140;
const LONGEST_SUMMARY = 60_000;

export function renderCommitStatus(notice: RunNotice, details: NoticeDetails): CommitStatus {
  const { headline, link } = noticeText(notice, details);
  return {
    state: statusOf(notice),
    description: headline.slice(0, LONGEST_DESCRIPTION),
    target_url: link,
  };
}

function statusOf({ outcome }: RunNotice): CommitStatus['state'] {
  if (outcome === null) return 'pending';
  if (outcome.verdict === 'passed' || outcome.verdict === 'flaky') return 'success';
  return outcome.verdict === 'failed' ? 'failure' : 'error';
}

export type CheckRun = {
  status: 'queued' | 'in_progress' | 'completed';
  conclusion?: 'success' | 'failure' | 'cancelled' | 'timed_out';
  details_url: string | null;
  output: { title: string; summary: string };
};

export function renderCheckRun(notice: RunNotice, details: NoticeDetails): CheckRun {
  const text = noticeText(notice, details);
  const output = { title: text.headline, summary: fenced(plainMail(text)) };
  const base = { details_url: text.link, output };
  if (notice.outcome !== null) return { ...base, status: 'completed', conclusion: conclusionOf(notice) };
  return { ...base, status: notice.state === 'queued' ? 'queued' : 'in_progress' };
}

function conclusionOf({ outcome }: RunNotice): NonNullable<CheckRun['conclusion']> {
  const verdict = outcome?.verdict;
  if (verdict === 'passed' || verdict === 'flaky') return 'success';
  if (verdict === 'cancelled') return 'cancelled';
  return verdict === 'timeout' || verdict === 'expired' ? 'timed_out' : 'failure';
}

/** As it is: what strangers wrote is no Markdown, mentions nobody and closes no issue. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.slice(0, LONGEST_SUMMARY).toWellFormed()}\n${fence}`;
}
