/**
 * One group's Job, made or found: see plan-job.ts for the order of its requests. Whoever was killed between any two
 * of them, or did not hear an answer, is followed by the same order again, which goes on from what is there.
 */
import type { LaunchOutcome } from '../../../executions/index.ts';
import { clusterTrouble } from '../api/cluster-trouble.ts';
import type { ApiTrouble, Rest } from '../api/rest.ts';
import { identityOf } from '../job/labels.ts';
import {
  type JobPlan,
  ownedSecret,
  type PlanRefusal,
  planJob,
  RELEASE,
  replacedSecret,
} from '../job/plan-job.ts';
import type { GroupOrder, JobSettings } from '../job/settings.ts';
import { judgeAnswer, judgeCreation } from '../standing/judge-answer.ts';
import type { JobObject } from '../standing/objects.ts';
import { end, type Standing, waiting } from '../standing/standing.ts';
import { jobsPath, secretsPath } from '../watch/paths.ts';

type Made = { rest: Rest; plan: JobPlan; settings: JobSettings };

/** @param seen told of the Job as soon as it is known to be there */
export async function launchPod(
  rest: Rest,
  order: GroupOrder,
  settings: JobSettings,
  seen: (job: JobObject) => void,
): Promise<LaunchOutcome> {
  const planned = planJob(order, settings);
  if (!planned.ok) return refusedBy(planned.error);
  const made: Made = { rest, plan: planned.value, settings };
  const found = await makeJob(made);
  if ('outcome' in found) return found;
  seen(found.job);
  const jobName = made.plan.job.metadata.name;
  // Past the Secret, and past its release.
  if (found.job.spec?.suspend !== true) return { outcome: 'made', jobName };
  return (await putSecret(made, found.job.metadata?.uid ?? '')) ?? (await release(made, seen));
}

const refusedBy = ({ code, message }: PlanRefusal): LaunchOutcome => ({
  outcome: 'refused',
  end: end('user-error', code === 'image-missing' ? 'image-not-found' : 'configuration', message),
});

async function makeJob({ rest, plan, settings }: Made): Promise<{ job: JobObject } | LaunchOutcome> {
  const path = jobsPath(settings.namespace);
  const created = await rest.ask<JobObject>({ method: 'POST', path, body: plan.job, urgency: 'begin' });
  if (created.ok) return { job: created.value };
  if (!isAnswer(created.error, 'already-there')) return notMade(created.error);
  const { name } = plan.job.metadata;
  const there = await rest.ask<JobObject>({ method: 'GET', path: `${path}/${name}`, urgency: 'finish' });
  if (!there.ok) return isAnswer(there.error, 'not-there') ? goneAgain(name) : notMade(there.error);
  if (!isSameGroup(there.value, plan)) return taken('Job', name);
  return there.value.metadata?.deletionTimestamp ? goneAgain(name) : { job: there.value };
}

const isAnswer = (trouble: ApiTrouble, meaning: ReturnType<typeof judgeAnswer>) =>
  trouble.code === 'answered' && judgeAnswer(trouble.answer) === meaning;

function isSameGroup({ metadata }: JobObject, { job }: JobPlan): boolean {
  const [own, theirs] = [identityOf(job.metadata.labels), identityOf(metadata?.labels)];
  return own !== null && theirs !== null && own.groupId === theirs.groupId && own.attempt === theirs.attempt;
}

const taken = (kind: 'Job' | 'Secret', name: string): LaunchOutcome => ({
  outcome: 'refused',
  end: end(
    'infrastructure',
    'job-refused',
    `There is a ${kind} ${name} in the namespace that is not this group's.`,
  ),
});

function later(standing: Standing): LaunchOutcome {
  if (standing.phase === 'waiting') return { outcome: 'later', standing };
  if (standing.phase === 'stuck') return { outcome: 'refused', end: standing.end };
  throw new Error(`A Job that is not there cannot be ${standing.phase}.`);
}

const goneAgain = (name: string): LaunchOutcome =>
  later(
    waiting(
      'creation',
      `An earlier Job ${name} is being removed.`,
      end('infrastructure', 'not-started', `The Job ${name} was removed before it began.`),
    ),
  );

function notMade(trouble: ApiTrouble): LaunchOutcome {
  // Of who may do what: it is the installation that has to change, and it may.
  if (trouble.code === 'answered' && trouble.answer.code !== 401) return later(judgeCreation(trouble.answer));
  const { message } = clusterTrouble(trouble, 'create jobs');
  const text = `The Job could not be made yet: ${message}`;
  return later(waiting('creation', text, end('infrastructure', 'not-started', text)));
}

/** Null: it is there, and holds what this order says. */
async function putSecret({ rest, plan, settings }: Made, jobUid: string): Promise<LaunchOutcome | null> {
  const path = secretsPath(settings.namespace);
  const body = ownedSecret(plan, jobUid);
  const created = await rest.ask({ method: 'POST', path, body, urgency: 'finish' });
  if (created.ok) return null;
  if (!isAnswer(created.error, 'already-there')) return notReady(created.error, 'create secrets');
  const { name } = body.metadata;
  const patch = replacedSecret(body);
  const patched = await rest.ask({
    method: 'PATCH',
    path: `${path}/${name}`,
    body: patch,
    urgency: 'finish',
  });
  if (patched.ok) return null;
  // A test of the patch has failed: the Secret itself was good enough when it was to be created.
  const isOthers = patched.error.code === 'answered' && patched.error.answer.code === 422;
  return isOthers ? taken('Secret', name) : notReady(patched.error, 'patch secrets');
}

async function release(
  { rest, plan, settings }: Made,
  seen: (job: JobObject) => void,
): Promise<LaunchOutcome> {
  const { name } = plan.job.metadata;
  const path = `${jobsPath(settings.namespace)}/${name}`;
  const released = await rest.ask<JobObject>({ method: 'PATCH', path, body: RELEASE, urgency: 'finish' });
  if (!released.ok) return notReady(released.error, 'patch jobs');
  seen(released.value);
  return { outcome: 'made', jobName: name };
}

/** The Job is there and waits; the same order again goes on from here, but for what is refused every time. */
function notReady(trouble: ApiTrouble, what: string): LaunchOutcome {
  if (trouble.code === 'answered' && judgeAnswer(trouble.answer) === 'no-room')
    return later(judgeCreation(trouble.answer));
  const { code, message } = clusterTrouble(trouble, what);
  if (isAnswer(trouble, 'refused') && code !== 'closed')
    return { outcome: 'refused', end: end('user-error', 'job-refused', message) };
  const text = `The Job waits to be released: ${message}`;
  return later(waiting('release', text, end('infrastructure', 'not-started', text)));
}
