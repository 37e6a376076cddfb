/** A Job without a pod: not made yet, refused, or gone. */
import { newest, saidOf } from './events.ts';
import { deadline, jobDeleted } from './judge-pod.ts';
import { isTrue, type JobObject } from './objects.ts';
import type { Sighting } from './sighting.ts';
import { type End, type EndReason, end, type Standing, waiting } from './standing.ts';

export function judgeJob(sighting: Sighting): Standing {
  const { job, jobName } = sighting;
  const object = 'object' in job ? job.object : undefined;
  const over = object && judgeConditions(sighting, object);
  if (over) return { phase: 'ended', end: over, warnings: [] };
  if (job.state === 'gone')
    return { phase: 'ended', end: judgeLast(sighting) ?? jobDeleted(jobName), warnings: [] };
  if (job.state === 'unseen')
    return waiting(
      'creation',
      'The Job is being made.',
      end('infrastructure', 'not-started', `The Job ${jobName} never came to be.`),
    );
  if (object?.spec?.suspend)
    return waiting(
      'release',
      'The Job waits to be released.',
      end('infrastructure', 'not-started', 'The Job was never released.'),
    );
  return judgePodCreation(sighting);
}

/** Pods of finished Jobs stay as long as the Job does: where one is missing, somebody took it. */
function judgeConditions(sighting: Sighting, { status }: JobObject): End | null {
  if (isTrue(status?.conditions, 'Complete') ?? isTrue(status?.conditions, 'SuccessCriteriaMet'))
    return end('agent-decides', 'completed', 'The Job came to its end.');
  const failure = isTrue(status?.conditions, 'Failed') ?? isTrue(status?.conditions, 'FailureTarget');
  return failure ? judgeFailure(sighting, failure.reason ?? '', failure.message ?? '') : null;
}

function judgeFailure(sighting: Sighting, reason: string, message: string): End {
  if (reason === 'DeadlineExceeded') return deadline();
  if (reason === 'PodFailurePolicy')
    return end('infrastructure', takenBy(sighting), `The pod was taken away: ${message}`);
  return end(
    'infrastructure',
    'pod-deleted',
    `The pod was deleted before anybody saw how it ended: ${message}`,
  );
}

/** The pod that bore the condition is gone; of some kinds something was said besides. */
function takenBy(sighting: Sighting): EndReason {
  const last = newest(saidOf(sighting), 'Preempted', 'TaintManagerEviction')?.reason;
  if (last === undefined) return 'evicted';
  return last === 'Preempted' ? 'preempted' : 'node-lost';
}

/** Job and pod are gone before they were seen. What was said of them stays for about an hour. */
function judgeLast(sighting: Sighting): End | null {
  const last = newest(
    saidOf(sighting, sighting.jobName),
    'Completed',
    'DeadlineExceeded',
    'PodFailurePolicy',
    'BackoffLimitExceeded',
  );
  if (!last) return null;
  if (last.reason === 'Completed')
    return end('agent-decides', 'completed', 'The Job came to its end, and was tidied away.');
  return judgeFailure(sighting, last.reason, last.message);
}

function judgePodCreation(sighting: Sighting): Standing {
  const refused = newest(saidOf(sighting, sighting.jobName), 'FailedCreate')?.message;
  const late = end(
    'infrastructure',
    'not-started',
    `No pod was made for the Job ${sighting.jobName}. ${refused ?? ''}`.trim(),
  );
  if (refused === undefined) return waiting('creation', 'The pod is being made.', late);
  if (/exceeded quota/i.test(refused)) {
    const text = `Waiting for room in the quota of the namespace: ${refused}`;
    return waiting('quota', text, end('infrastructure', 'capacity', text));
  }
  if (/is forbidden|is invalid|denied the request|not found/i.test(refused))
    return {
      phase: 'stuck',
      end: end('user-error', 'pod-refused', `The cluster refuses the pod: ${refused}`),
    };
  return waiting('creation', `The pod could not be made yet: ${refused}`, late);
}
