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
  /** When it was first seen to be so; `asked` tells what is still asked about. */
  first: Map<string, { at: number; asked: number }>;
};

export function beginPodWatch({ clock }: { clock: Clock }): PodWatch {
  const now = clock.now().getTime();
  return { since: now, lookedAt: now, complainedAt: 0, first: new Map() };
}

const FORGET_SECONDS = 600;

/** Who did not look for so long (the host slept, the database was away) did not hear either. */
export function noteRound(watch: PodWatch, now: Date, heartbeatSeconds: number): void {
  const at = now.getTime();
  if (at - watch.lookedAt > heartbeatSeconds * 1000) watch.since = at;
  watch.lookedAt = at;
  for (const [what, { asked }] of watch.first)
    if (at - asked > FORGET_SECONDS * 1000) watch.first.delete(what);
}

const COMPLAIN_SECONDS = 60;

/** A round comes every two seconds, and an outage may take hours. */
export function mayComplain(watch: PodWatch, now: Date): boolean {
  if (now.getTime() - watch.complainedAt < COMPLAIN_SECONDS * 1000) return false;
  watch.complainedAt = now.getTime();
  return true;
}

/** 0 when it is asked for the first time: it is so from now on. */
export function secondsSince({ first }: PodWatch, what: string, now: Date): number {
  const at = now.getTime();
  const known = first.get(what) ?? { at, asked: at };
  first.set(what, { at: known.at, asked: at });
  return (at - known.at) / 1000;
}
