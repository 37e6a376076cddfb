/** Makers of ends and standings: see executions/pods/standing.ts for what each means. */
import type {
  PodEnd,
  PodEndClass,
  PodEndReason,
  PodStanding,
  PodWarning,
  WaitingFor,
} from '../../../executions/index.ts';

export type End = PodEnd;
export type EndClass = PodEndClass;
export type EndReason = PodEndReason;
export type Standing = PodStanding;
export type Warning = PodWarning;

export const end = (endClass: EndClass, reason: EndReason, message: string): End => ({
  class: endClass,
  reason,
  message,
});

export const waiting = (what: WaitingFor, message: string, otherwise: End): Standing => ({
  phase: 'waiting',
  for: what,
  message,
  otherwise,
});
