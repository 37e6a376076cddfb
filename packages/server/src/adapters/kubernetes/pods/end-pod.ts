/**
 * The end of one group in its cluster: why is noted on the Job, then the Job is deleted with its pods, and pods
 * that have no Job any more by themselves. All of it may be done again, by anybody, at any time.
 */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { ClusterTrouble, PodRef } from '../../../executions/index.ts';
import { clusterTrouble } from '../api/cluster-trouble.ts';
import type { ApiTrouble, Rest } from '../api/rest.ts';
import { groupSelectorOf } from '../job/labels.ts';
import { planDeletion } from '../job/plan-job.ts';
import { judgeAnswer } from '../standing/judge-answer.ts';
import { type JobObject, jobNameOf, type PodObject } from '../standing/objects.ts';
import type { End } from '../standing/standing.ts';
import { endNotePatch, readEndNote } from '../watch/end-note.ts';
import { listAll } from '../watch/list-all.ts';
import { jobsPath, podsPath } from '../watch/paths.ts';

export type EndSettings = {
  rest: Rest;
  namespace: string;
  instance: string;
  /** Before the first request that deletes. */
  noted(jobName: string, why: End): void;
};

type Ending = Result<'ending' | 'gone', ClusterTrouble>;

export async function endPod(
  settings: EndSettings,
  { groupId }: PodRef,
  why: End,
  grace: 'usual' | 'at-once',
): Promise<Ending> {
  const { rest, namespace, instance } = settings;
  const query = { labelSelector: groupSelectorOf(instance, groupId) };
  // Asked anew each time: what a watch has not shown yet is ended as well.
  const jobs = await listAll<JobObject>(rest, jobsPath(namespace), query);
  if (!jobs.ok) return refuse(clusterTrouble(jobs.error, 'list jobs'));
  for (const job of jobs.value.items) {
    const trouble = await endJob(settings, job, why);
    if (trouble) return refuse(trouble);
  }
  const isJobThere = jobs.value.items.length > 0;
  if (isJobThere && grace === 'usual') return ok('ending');
  const pods = await listAll<PodObject>(rest, podsPath(namespace), query);
  if (!pods.ok) return refuse(clusterTrouble(pods.error, 'list pods'));
  for (const pod of pods.value.items) {
    if (!isJobThere) settings.noted(jobNameOf(pod) ?? '', why);
    const trouble = await endOne(settings, pod, grace);
    if (trouble) return refuse(trouble);
  }
  return ok(isJobThere || pods.value.items.length > 0 ? 'ending' : 'gone');
}

async function endJob(settings: EndSettings, job: JobObject, why: End): Promise<ClusterTrouble | null> {
  const { rest, namespace, noted } = settings;
  const { name = '', uid = '', deletionTimestamp } = job.metadata ?? {};
  noted(name, readEndNote(job) ?? why);
  const path = `${jobsPath(namespace)}/${name}`;
  if (readEndNote(job) === null) {
    const patched = await rest.ask({ method: 'PATCH', path, body: endNotePatch(why), urgency: 'end' });
    if (!patched.ok && !isGone(patched.error)) return clusterTrouble(patched.error, 'patch jobs');
  }
  if (deletionTimestamp !== undefined) return null;
  const deleted = await rest.ask({ method: 'DELETE', path, body: planDeletion(uid), urgency: 'end' });
  return deleted.ok || isGone(deleted.error) ? null : clusterTrouble(deleted.error, 'delete jobs');
}

/** With none it would be forgotten while its processes may still run. */
const AT_ONCE_SECONDS = 1;

/** A pod with a Job goes with it; here are those without, and those that get no grace. */
async function endOne({ rest, namespace }: EndSettings, { metadata }: PodObject, grace: 'usual' | 'at-once') {
  const { name = '', uid = '', deletionTimestamp } = metadata ?? {};
  if (deletionTimestamp !== undefined && grace === 'usual') return null;
  const body = {
    ...{ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } },
    ...(grace === 'at-once' ? { gracePeriodSeconds: AT_ONCE_SECONDS } : {}),
  };
  const path = `${podsPath(namespace)}/${name}`;
  const deleted = await rest.ask({ method: 'DELETE', path, body, urgency: 'end' });
  return deleted.ok || isGone(deleted.error) ? null : clusterTrouble(deleted.error, 'delete pods');
}

/** 409: there is another of that name, so this one is not there. */
const isGone = (trouble: ApiTrouble) =>
  trouble.code === 'answered' && (judgeAnswer(trouble.answer) === 'not-there' || trouble.answer.code === 409);
