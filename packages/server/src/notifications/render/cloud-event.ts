/** A notice as a CloudEvent 1.0 in structured mode. docs/notifications.md is its schema, held by a test. */
import type { Notice, NoticeDetails } from '../notice.ts';
import { failureLink, noticeText } from './notice-text.ts';

export type CloudEvent = {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  subject?: string;
  datacontenttype: 'application/json';
  data: Record<string, unknown>;
};

/** @param eventId in the event store: the same however often it is sent */
export function renderCloudEvent(notice: Notice, details: NoticeDetails, eventId: string): CloudEvent {
  const envelope = {
    specversion: '1.0' as const,
    id: eventId,
    source: details.serverUrl,
    type: typeOf(notice),
    time: notice.at,
    datacontenttype: 'application/json' as const,
  };
  const { headline, title, link } = noticeText(notice, details);
  const text = { title, headline, link };
  if (notice.about === 'execution')
    return { ...envelope, subject: notice.run.executionId, data: { ...text, ...runData(notice, details) } };
  if (notice.about === 'quota') {
    const { team, resource, what, percent } = notice;
    return {
      ...envelope,
      data: { ...text, events: notice.events, team, resource, what, percent, text: notice.text },
    };
  }
  return { ...envelope, data: { ...text, events: [], team: notice.team, channel: notice.channelName } };
}

function typeOf(notice: Notice): string {
  if (notice.about === 'execution') return `gauntlet.execution.${notice.state}`;
  return notice.about === 'quota' ? `gauntlet.quota.${notice.what}` : 'gauntlet.channel.test';
}

function runData(
  { events, run, outcome, usualMs }: Notice & { about: 'execution' },
  { serverUrl, failures }: NoticeDetails,
): Record<string, unknown> {
  const { executionId, definitionId, name, branch, commit, tags, submittedBy } = run;
  return {
    events,
    execution: {
      executionId,
      branch,
      commit,
      tags,
      submittedBy: submittedBy.username,
      verdict: outcome?.verdict ?? null,
      reason: outcome?.reason ?? null,
      counts: outcome?.counts ?? null,
      durationMs: outcome?.durationMs ?? null,
      usualMs,
    },
    definition: { definitionId, name },
    team: { teamId: run.teamId, name: run.teamName },
    project: run.projectId === null ? null : { projectId: run.projectId, name: run.projectName },
    failures: failures.map((failure) => ({
      resultId: failure.resultId,
      name: failure.name,
      suite: failure.suite,
      file: failure.file ?? null,
      line: failure.line ?? null,
      status: failure.status,
      message: failure.message ?? null,
      link: failureLink(serverUrl, run, failure),
    })),
  };
}
