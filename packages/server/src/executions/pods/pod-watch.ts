/**
 * What one server remembers of its watch over an environment: since when it has listened, and since when something
 * has been so. In memory: a restart begins anew, and waits a little longer.
 */
import type { Clock } from '../../kernel/clock.ts';

export type PodWatch = {
  /** Before this, nobody could be heard: silence counts from here on. */
  since: number;
  lookedAt: number;
  /** Of the cluster not answering. */
  complainedAt: number;
  /** Each look at all groups is one. */
  round: number;
  /** When it was first seen to be so, and the last round in which it was. */
  first: Map<string, { at: number; round: number }>;
  /** Pods of groups that are over: when they were told to end, and whether anything of them was there to end. */
  told: Map<string, { at: number; found: 'ending' | 'gone' }>;
};

export function beginPodWatch({ clock }: { clock: Clock }): PodWatch {
  const now = clock.now().getTime();
  return { since: now, lookedAt: now, complainedAt: 0, round: 0, first: new Map(), told: new Map() };
}

/** Who did not look for so long (the host slept, the database was away) did not hear either. */
export function noteRound(watch: PodWatch, now: Date, heartbeatSeconds: number): void {
  const at = now.getTime();
  if (at - watch.lookedAt > heartbeatSeconds * 1000) watch.since = at;
  watch.lookedAt = at;
  for (const [what, { round }] of watch.first) if (round < watch.round) watch.first.delete(what);
  watch.round += 1;
}

const COMPLAIN_SECONDS = 60;

/** A round comes every two seconds, and an outage may take hours. */
export function mayComplain(watch: PodWatch, now: Date): boolean {
  if (now.getTime() - watch.complainedAt < COMPLAIN_SECONDS * 1000) return false;
  watch.complainedAt = now.getTime();
  return true;
}

/** It is so from the next time on. */
export function beginAnew({ first }: PodWatch, what: string): void {
  first.delete(what);
}

/** 0 when it is asked for the first time, or was not so in the round before: it is so from now on. */
export function secondsSince({ first, round }: PodWatch, what: string, now: Date): number {
  const at = first.get(what)?.at ?? now.getTime();
  first.set(what, { at, round });
  return (now.getTime() - at) / 1000;
}
