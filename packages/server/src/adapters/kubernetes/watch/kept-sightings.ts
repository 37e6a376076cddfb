/** What was seen, by the Job it is about; and events that came before their Job, which wait for it, but not for ever. */
import type { GroupIdentity } from '../job/labels.ts';
import type { EventObject, JobObject } from '../standing/objects.ts';
import { beginSighting, type Change, observe, podBaseOf, type Sighting } from '../standing/sighting.ts';
import type { Standing } from '../standing/standing.ts';

export type Kept = {
  sighting: Sighting;
  identity: GroupIdentity | null;
  createdAt: Date | null;
  goneAt: Date | null;
  /** The last list of Jobs that was asked for before it was made here; null: a list or a watch has shown it. */
  madeAfterList: number | null;
  /** Null: something has changed since it was judged. */
  standing: Standing | null;
};

const MOST_EVENTS_KEPT = 2000;

export function see(one: Kept, change: Change): void {
  one.sighting = observe(one.sighting, change);
  one.standing = null;
}

export function createKeptSightings() {
  const byJob = new Map<string, Kept>();
  const jobsByPodBase = new Map<string, Set<string>>();
  const early = new Map<string, EventObject>();
  const keep = (jobName: string): Kept => {
    const known = byJob.get(jobName);
    if (known) return known;
    const one = beginWith(jobName, early);
    byJob.set(jobName, one);
    const base = podBaseOf(jobName);
    jobsByPodBase.set(base, (jobsByPodBase.get(base) ?? new Set()).add(jobName));
    return one;
  };
  const forget = (jobName: string): void => {
    byJob.delete(jobName);
    const base = podBaseOf(jobName);
    jobsByPodBase.get(base)?.delete(jobName);
    if (jobsByPodBase.get(base)?.size === 0) jobsByPodBase.delete(base);
  };
  return {
    byJob,
    keep,
    forget,
    /** Of a Job of the same name that was there before, nothing is true of this one. Null: it is that one, told late. */
    keepThis: (jobName: string, { metadata }: JobObject, kind: 'seen' | 'deleted'): Kept | null => {
      const known = byJob.get(jobName);
      const job = known && 'object' in known.sighting.job ? known.sighting.job.object : null;
      if (!known || !job || job.metadata?.uid === metadata?.uid) return keep(jobName);
      if (kind === 'deleted' || known.madeAfterList !== null) return null;
      forget(jobName);
      return keep(jobName);
    },
    event: (object: EventObject): void => {
      const name = object.metadata?.name;
      if (name === undefined) return;
      const about = jobsNamed(object, jobsByPodBase).flatMap((jobName) => byJob.get(jobName) ?? []);
      for (const one of about) see(one, { kind: 'event-seen', object });
      if (about.length > 0) return;
      early.delete(name);
      early.set(name, object);
      if (early.size > MOST_EVENTS_KEPT) early.delete(early.keys().next().value as string);
    },
  };
}

function beginWith(jobName: string, early: Map<string, EventObject>): Kept {
  const sighting = [...early.values()].reduce(
    (so, object) => observe(so, { kind: 'event-seen', object }),
    beginSighting(jobName),
  );
  for (const name of sighting.events.keys()) early.delete(name);
  return { sighting, identity: null, createdAt: null, goneAt: null, madeAfterList: null, standing: null };
}

const SUFFIX = 5;

/** Of the Job itself, or of those whose pods may be called so: long names are cut. */
function jobsNamed(
  { involvedObject }: EventObject,
  jobsByPodBase: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const { kind, name = '' } = involvedObject ?? {};
  if (kind === 'Job') return [name];
  if (kind !== 'Pod') return [];
  const base = name.slice(0, -SUFFIX);
  return [...new Set([base, base.replace(/\d+-$/, '')])].flatMap((one) => [
    ...(jobsByPodBase.get(one) ?? []),
  ]);
}
