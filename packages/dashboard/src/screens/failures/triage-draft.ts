/** What is filled in of a cause, and what of it is sent: only what differs from what is known. */
import type { Schema } from '../../api/client.ts';
import type { CauseStatus } from './address.ts';

type Known = Pick<Schema['FailureCause'], 'status' | 'knownUntil' | 'link'> & {
  owner: { username: string } | null;
};

export type Draft = {
  status: CauseStatus;
  /** A day of the reader's own time, as a date input has it; empty: for good. */
  until: string;
  owner: string;
  link: string;
};

export type TriageChange = {
  status?: CauseStatus;
  knownUntil?: string | null;
  owner?: string | null;
  link?: string | null;
};

export function dayOf(instant: string | null): string {
  if (instant === null) return '';
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** The day is still part of it. */
const endOf = (day: string): string => new Date(`${day}T23:59:59`).toISOString();

export const draftOf = ({ status, knownUntil, owner, link }: Known): Draft => ({
  status,
  // One whose day has passed is shown as open; the day is asked for anew.
  until: status === 'known-issue' ? dayOf(knownUntil) : '',
  owner: owner?.username ?? '',
  link: link ?? '',
});

export function changeOf(known: Known, draft: Draft): TriageChange {
  const was = draftOf(known);
  const restated = draft.status !== was.status;
  const dated = draft.status === 'known-issue' && (restated || draft.until !== was.until);
  return {
    ...(restated ? { status: draft.status } : {}),
    ...(dated ? { knownUntil: draft.until === '' ? null : endOf(draft.until) } : {}),
    ...(draft.owner === was.owner ? {} : { owner: draft.owner === '' ? null : draft.owner }),
    ...(draft.link === was.link ? {} : { link: draft.link === '' ? null : draft.link }),
  };
}
