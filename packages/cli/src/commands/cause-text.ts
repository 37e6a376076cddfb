/** What is known of a cause, in few words. */
import type { FailureCauseSummary } from '@gauntlet/contract';
import type { MomentStyle } from '../terminal/moments.ts';
import { momentText } from '../terminal/moments.ts';
import type { Paint } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';

type Known = Pick<FailureCauseSummary, 'status' | 'knownUntil' | 'regressedAt' | 'owner' | 'link'>;

/** `known issue until 24 Dec 12:00`, `open, seen again after it was fixed`. */
export function causeStatusText({ status, knownUntil, regressedAt }: Known, style: MomentStyle): string {
  const day = knownUntil === null ? null : momentText(knownUntil, Date.now(), style);
  if (status === 'known-issue') return day === null ? 'known issue' : `known issue until ${day}`;
  if (status !== 'open') return status;
  if (knownUntil !== null) return `open, was a known issue until ${day}`;
  return regressedAt === null ? 'open' : 'open, seen again after it was fixed';
}

export function causeNotes(cause: Known, style: MomentStyle): string {
  const status = causeStatusText(cause, style);
  return [
    ...(status === 'open' ? [] : [status]),
    ...(cause.owner === null ? [] : [`owner ${printable(cause.owner.username)}`]),
    ...(cause.link === null ? [] : [printable(cause.link)]),
  ].join(', ');
}

export const paintCauseStatus = (text: string, { status }: Pick<Known, 'status'>, paint: Paint): string =>
  ({ open: paint.red, 'known-issue': paint.yellow, fixed: paint.green, ignored: paint.dim })[status](text);
