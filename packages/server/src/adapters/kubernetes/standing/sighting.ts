/**
 * What has been seen of one group in a cluster: its Job, its pods, what was said about them. The last state of
 * what is gone is kept, since Jobs that run out of time and nodes that are lost take their pods with them.
 *
 * Jobs, pods and events come by streams of their own, and either may be ahead of another: each changes its own
 * part only, so that their order does not matter.
 */
import { type EventObject, type JobObject, jobNameOf, type PodObject } from './objects.ts';
import type { End } from './standing.ts';

/** `unseen` is not `gone`: a Job may be seen by the watch before or after the request that made it is answered. */
export type Seen<Thing> = { state: 'there' | 'gone'; object: Thing };

export type Sighting = {
  jobName: string;
  job: Seen<JobObject> | { state: 'unseen' } | { state: 'gone' };
  pods: ReadonlyMap<string, Seen<PodObject>>;
  /** By their own names: what happens again changes the event that is there. */
  events: ReadonlyMap<string, EventObject>;
  /** Why we ended it: noted before the first request that does so. */
  endedByUs: End | null;
};

export type Change =
  | { kind: 'job-seen' | 'job-deleted'; object: JobObject }
  | { kind: 'pod-seen' | 'pod-deleted'; object: PodObject }
  | { kind: 'event-seen'; object: EventObject }
  /** Of each kind all there is; what is left out was not listed. */
  | {
      kind: 'listed';
      jobs?: readonly JobObject[];
      pods?: readonly PodObject[];
      events?: readonly EventObject[];
    }
  | { kind: 'ended-by-us'; end: End };

/** @param endedByUs what was noted before, by whoever saw the group until now */
export function beginSighting(jobName: string, endedByUs: End | null = null): Sighting {
  return { jobName, job: { state: 'unseen' }, pods: new Map(), events: new Map(), endedByUs };
}

/** What is about another Job changes nothing. */
export function observe(sighting: Sighting, change: Change): Sighting {
  switch (change.kind) {
    case 'job-seen':
      return withJob(sighting, change.object, 'there');
    case 'job-deleted':
      return withJob(sighting, change.object, 'gone');
    case 'pod-seen':
      return withPod(sighting, change.object, 'there');
    case 'pod-deleted':
      return withPod(sighting, change.object, 'gone');
    case 'event-seen':
      return withEvent(sighting, change.object);
    case 'listed':
      return withList(sighting, change);
    case 'ended-by-us':
      return { ...sighting, endedByUs: sighting.endedByUs ?? change.end };
  }
}

function withJob(sighting: Sighting, object: JobObject, state: 'there' | 'gone'): Sighting {
  return object.metadata?.name === sighting.jobName ? { ...sighting, job: { state, object } } : sighting;
}

function withPod(sighting: Sighting, object: PodObject, state: 'there' | 'gone'): Sighting {
  const name = object.metadata?.name;
  if (name === undefined || jobNameOf(object) !== sighting.jobName) return sighting;
  return { ...sighting, pods: new Map(sighting.pods).set(name, { state, object }) };
}

/** Of a name that is to get a suffix Kubernetes keeps so much. */
const KEPT_OF_NAME = 58;
const POD_SUFFIX = /^(\d+-)?[a-z0-9]{5}$/;

/** With what the names of a Job's pods begin; of several Jobs with long names it may be the same. */
export const podBaseOf = (jobName: string) => `${jobName}-`.slice(0, KEPT_OF_NAME);

/** Pods bear their Job's name and a suffix; what is said of a pod may come before the pod itself is seen. */
function isAbout({ jobName }: Sighting, { involvedObject }: EventObject): boolean {
  const { kind, name = '' } = involvedObject ?? {};
  if (kind === 'Job') return name === jobName;
  const base = podBaseOf(jobName);
  return kind === 'Pod' && name.startsWith(base) && POD_SUFFIX.test(name.slice(base.length));
}

function withEvent(sighting: Sighting, object: EventObject): Sighting {
  const name = object.metadata?.name;
  if (name === undefined || !isAbout(sighting, object)) return sighting;
  return { ...sighting, events: new Map(sighting.events).set(name, object) };
}

type Listed = Extract<Change, { kind: 'listed' }>;

/** A list is whole: what it does not name is gone. Events are left out of that: they run out of time by themselves. */
function withList(sighting: Sighting, { jobs, pods, events = [] }: Listed): Sighting {
  const withJobs = jobs
    ? jobs.reduce((so, job) => withJob(so, job, 'there'), { ...sighting, job: withoutJob(sighting.job) })
    : sighting;
  const withPods = pods
    ? pods.reduce((so, pod) => withPod(so, pod, 'there'), { ...withJobs, pods: withoutPods(sighting.pods) })
    : withJobs;
  return events.reduce(withEvent, withPods);
}

const withoutPods = (pods: Sighting['pods']): Sighting['pods'] =>
  new Map([...pods].map(([name, { object }]) => [name, { state: 'gone', object }] as const));

const withoutJob = (job: Sighting['job']): Sighting['job'] =>
  'object' in job ? { state: 'gone', object: job.object } : { state: 'gone' };

/** Pods that nobody owns and nobody will end: their Job was deleted without a word on them. */
export function orphansOf({ pods }: Sighting): string[] {
  return [...pods]
    .filter(([, { state, object }]) => state === 'there' && isOrphan(object))
    .map(([name]) => name);
}

const isOrphan = ({ metadata, status }: PodObject) =>
  !metadata?.ownerReferences?.length &&
  metadata?.deletionTimestamp === undefined &&
  status?.phase !== 'Succeeded' &&
  status?.phase !== 'Failed';
