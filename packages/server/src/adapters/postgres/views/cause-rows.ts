/** Rows of failure_causes as the API tells them. */
import type { FailureCauseSummary } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';

export type CauseRow = {
  cause_id: FailureCauseSummary['causeId'];
  project_id: FailureCauseSummary['projectId'];
  kind: FailureCauseSummary['kind'];
  shown_title: string;
  shown_status: FailureCauseSummary['status'];
  known_until: Date | null;
  regressed_at: Date | null;
  owner_id: string | null;
  owner_name: string | null;
  link: string | null;
  first_seen_at: Date;
  last_seen_at: Date;
  occurrences: number;
};

/** A known issue is one until its date. */
export const shownStatus = (now: Date): RawBuilder<unknown> =>
  sql`case when cause.status = 'known-issue' and cause.known_until <= ${now}::timestamptz then 'open' else cause.status end`;

/** Of `failure_causes cause left join users owner`. */
export const causeColumns = (now: Date): RawBuilder<unknown> => sql`
  cause.cause_id, cause.project_id, cause.kind, coalesce(cause.given_title, cause.title) as shown_title, ${shownStatus(now)} as shown_status,
  cause.known_until, cause.regressed_at, cause.owner_id, owner.username as owner_name, cause.link, cause.first_seen_at, cause.last_seen_at,
  cause.occurrences`;

export const causeSummary = (row: CauseRow): FailureCauseSummary => ({
  causeId: row.cause_id,
  projectId: row.project_id,
  kind: row.kind,
  title: row.shown_title,
  status: row.shown_status,
  knownUntil: row.known_until?.toISOString() ?? null,
  regressedAt: row.regressed_at?.toISOString() ?? null,
  owner:
    row.owner_id === null
      ? null
      : {
          userId: row.owner_id as NonNullable<FailureCauseSummary['owner']>['userId'],
          username: row.owner_name ?? '',
        },
  link: row.link,
  firstSeenAt: row.first_seen_at.toISOString(),
  lastSeenAt: row.last_seen_at.toISOString(),
  occurrences: row.occurrences,
});

/** The cause itself and those merged into it. */
export const partsOf = (causeId: string): RawBuilder<unknown> =>
  sql`(select part.cause_id from failure_causes part where part.cause_id = ${causeId} or part.merged_into = ${causeId})`;
