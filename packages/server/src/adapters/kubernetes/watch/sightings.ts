/**
 * All groups of one installation in one namespace, as last seen. It owns what was seen, also of what is gone, for
 * a quarter of an hour; what there is belongs to the cluster. Invariants:
 *
 * - What a list does not name is gone, unless it was made after that list was asked for.
 * - Why Gauntlet ended a group is read from the Job, so that another server, or a later one, knows it too.
 */
import { type GroupIdentity, identityOf } from '../job/labels.ts';
import { classify } from '../standing/classify.ts';
import { type EventObject, type JobObject, jobNameOf, type PodObject } from '../standing/objects.ts';
import type { Sighting } from '../standing/sighting.ts';
import type { End, Standing } from '../standing/standing.ts';
import { readEndNote } from './end-note.ts';
import { createKeptSightings, type Kept, see } from './kept-sightings.ts';
import type { WatchedChange } from './read-watch.ts';

export type GroupSighting = {
  jobName: string;
  identity: GroupIdentity;
  createdAt: Date;
  sighting: Sighting;
  standing: Standing;
};

const KEPT_GONE_MS = 15 * 60 * 1000;

export function createSightings() {
  const kept = createKeptSightings();
  let lists = 0;
  const seeJob = ({ type, object }: WatchedChange<JobObject>): void => {
    const name = object.metadata?.name;
    const one = name === undefined ? null : kept.keepThis(name, object, type);
    if (one === null) return;
    nameIt(one, object);
    one.madeAfterList = null;
    see(one, { kind: type === 'seen' ? 'job-seen' : 'job-deleted', object });
    const note = readEndNote(object);
    if (note) see(one, { kind: 'ended-by-us', end: note });
  };
  const seePod = ({ type, object }: WatchedChange<PodObject>): void => {
    const name = jobNameOf(object);
    if (name === undefined) return;
    const one = kept.keep(name);
    if (one.identity === null) nameIt(one, object);
    see(one, { kind: type === 'seen' ? 'pod-seen' : 'pod-deleted', object });
  };
  return {
    /** By the answer to the request that made it: a watch may have shown more of it already. */
    made: (job: JobObject): void => {
      const one = kept.keepThis(job.metadata?.name ?? '', job, 'seen');
      if (one === null || one.sighting.job.state === 'there') return;
      nameIt(one, job);
      one.madeAfterList = lists;
      see(one, { kind: 'job-seen', object: job });
    },
    endedByUs: (jobName: string, end: End): void => {
      const one = kept.byJob.get(jobName);
      if (one) see(one, { kind: 'ended-by-us', end });
    },
    jobsListBegins: (): void => {
      lists += 1;
    },
    jobsListed: (jobs: readonly JobObject[]): void => {
      for (const one of kept.byJob.values())
        if (one.madeAfterList === null || one.madeAfterList < lists) see(one, { kind: 'listed', jobs: [] });
      for (const object of jobs) seeJob({ type: 'seen', object });
    },
    podsListed: (pods: readonly PodObject[]): void => {
      for (const one of kept.byJob.values()) see(one, { kind: 'listed', pods: [] });
      for (const object of pods) seePod({ type: 'seen', object });
    },
    eventsListed: (events: readonly EventObject[]): void => events.forEach(kept.event),
    job: seeJob,
    pod: seePod,
    event: ({ type, object }: WatchedChange<EventObject>): void => {
      if (type === 'seen') kept.event(object);
    },
    /** Forgets what has been gone for long. */
    groups: (now: Date): GroupSighting[] => {
      for (const [jobName, one] of kept.byJob) {
        one.goneAt = isGone(one.sighting) ? (one.goneAt ?? now) : null;
        if (one.goneAt !== null && now.getTime() - one.goneAt.getTime() >= KEPT_GONE_MS) kept.forget(jobName);
      }
      return [...kept.byJob.values()].flatMap(shown);
    },
  };
}

function nameIt(one: Kept, { metadata }: JobObject | PodObject): void {
  one.identity = identityOf(metadata?.labels) ?? one.identity;
  one.createdAt = new Date(metadata?.creationTimestamp ?? 0);
}

/** What bears not all of our labels is none of ours. */
function shown(one: Kept): GroupSighting[] {
  if (one.identity === null || one.createdAt === null) return [];
  one.standing ??= classify(one.sighting);
  const { sighting, identity, createdAt, standing } = one;
  return [{ jobName: sighting.jobName, identity, createdAt, sighting, standing }];
}

const isGone = ({ job, pods }: Sighting) =>
  job.state === 'gone' && [...pods.values()].every(({ state }) => state === 'gone');
