/** How one pod stands, and whose matter it is that it ended: the pod says it, its Job never does. */
import { AGENT_CONTAINER, TESTS_CONTAINER } from '../containers.ts';
import { saidOf } from './events.ts';
import { judgeDisruption } from './judge-disruption.ts';
import { judgeStart } from './judge-start.ts';
import { type ContainerState, isTrue, type PodObject } from './objects.ts';
import type { Seen, Sighting } from './sighting.ts';
import { type End, end, type Standing, type Warning } from './standing.ts';

type Terminated = NonNullable<ContainerState['terminated']>;

export function judgePod(sighting: Sighting, { state, object: pod }: Seen<PodObject>): Standing {
  const name = pod.metadata?.name ?? '';
  const said = saidOf(sighting, name);
  const warnings = warningsOf(pod);
  const main = stateOf(pod, TESTS_CONTAINER)?.terminated;
  const own = ownEnd(pod, main);
  if (own) return { phase: 'ended', end: own, warnings };
  const taken = judgeDisruption(pod, said);
  const over = state === 'gone' || isFinished(pod);
  if (taken) return { phase: over ? 'ended' : 'ending', end: taken, warnings };
  const failedStep = judgeInit(pod);
  if (failedStep) return { phase: 'ended', end: failedStep, warnings };
  if (state === 'gone' || pod.metadata?.deletionTimestamp)
    return judgeDeleted(sighting, name, over, warnings);
  if (main) return { phase: over ? 'ended' : 'ending', end: killed(main), warnings };
  if (isFinished(pod)) return { phase: 'ended', end: failedWithoutWord(pod), warnings };
  if (pod.status?.phase === 'Running' && stateOf(pod, TESTS_CONTAINER)?.running)
    return { phase: 'running', warnings };
  return judgeStart(pod, said);
}

const isFinished = ({ status }: PodObject) => status?.phase === 'Succeeded' || status?.phase === 'Failed';

function statusOf({ status }: PodObject, container: string) {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find(
    ({ name }) => name === container,
  );
}
const stateOf = (pod: PodObject, container: string) => statusOf(pod, container)?.state;

function warningsOf(pod: PodObject): Warning[] {
  const restarts = statusOf(pod, AGENT_CONTAINER)?.restartCount ?? 0;
  const times = restarts === 1 ? 'once' : `${restarts} times`;
  const main = stateOf(pod, TESTS_CONTAINER)?.terminated;
  return [
    ...(restarts > 0
      ? [{ about: 'agent-restarted' as const, message: `The agent crashed and was started again ${times}.` }]
      : []),
    ...(main?.reason === 'OOMKilled' && main.exitCode !== KILL
      ? [{ about: 'memory' as const, message: 'A process of the tests was killed for want of memory.' }]
      : []),
  ];
}

const KILL = 137;
const TERM = 143;
/** Codes of a shell and of the runtime for a program that could not be started. */
const NOT_STARTED = new Set(['StartError', 'ContainerCannotRun', 'RunContainerError']);

/**
 * What the container came to by itself. The shim ends with 143 when it was told to end from outside, and with
 * what the agent said in every other case, so that a kill is never taken for tests that failed.
 */
function ownEnd(pod: PodObject, main: Terminated | undefined): End | null {
  if (!main || main.reason === 'ContainerStatusUnknown') return null;
  if (main.exitCode === 0)
    return end('agent-decides', 'completed', 'The container of the tests came to its end.');
  // With another code it was a process of a command, and the agent has told what the command came to.
  if (main.reason === 'OOMKilled' && main.exitCode === KILL) return outOfMemory();
  if (NOT_STARTED.has(main.reason ?? '')) return notRun(main);
  if (main.exitCode === KILL || main.exitCode === TERM) return null;
  if (pod.status?.reason === 'DeadlineExceeded') return null;
  return end('test-failure', 'exit-code', `The container of the tests ended with ${main.exitCode}.`);
}

const outOfMemory = () =>
  end(
    'user-error',
    'out-of-memory',
    'The tests used more memory than they may: raise resources.memory of the definition.',
  );

const notRun = ({ message = '' }: Terminated) =>
  end(
    'user-error',
    'image-without-shell',
    `The container of the tests could not be started: its image needs a \`sh\` for this processor. ${message}`.trim(),
  );

/** A step before the tests. Sidecars end with the pod, and may end as they like. */
function judgeInit({ spec, status }: PodObject): End | null {
  const sidecars = new Set(
    (spec?.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const failed = status?.initContainerStatuses?.find(
    ({ name, state }) => !sidecars.has(name) && (state?.terminated?.exitCode ?? 0) !== 0,
  );
  if (!failed?.state?.terminated) return null;
  const { exitCode, reason } = failed.state.terminated;
  if (reason === 'ContainerStatusUnknown' || exitCode === KILL || exitCode === TERM) return null;
  return end('user-error', 'init-failed', `The step ${failed.name} before the tests ended with ${exitCode}.`);
}

/** Without a word on why: a person, or the Job's own deadline. That one is said a moment later, on the Job. */
function judgeDeleted(sighting: Sighting, name: string, over: boolean, warnings: Warning[]): Standing {
  const { job } = sighting;
  const deleted = end('infrastructure', 'pod-deleted', `The pod ${name} was deleted, and not by Gauntlet.`);
  if (!('object' in job)) return { phase: 'ending', end: deleted, warnings };
  const verdict = ['FailureTarget', 'Failed']
    .map((type) => isTrue(job.object.status?.conditions, type))
    .find(Boolean);
  if (verdict?.reason === 'DeadlineExceeded')
    return { phase: over ? 'ended' : 'ending', end: deadline(), warnings };
  if (job.state === 'gone')
    return { phase: over ? 'ended' : 'ending', end: jobDeleted(sighting.jobName), warnings };
  return { phase: over && verdict ? 'ended' : 'ending', end: deleted, warnings };
}

export const deadline = () =>
  end(
    'timeout',
    'deadline',
    'It ran longer than its pod may, and Kubernetes ended it: the run limit should have come first.',
  );

export const jobDeleted = (name: string) =>
  end('infrastructure', 'job-deleted', `The Job ${name} was deleted, and not by Gauntlet.`);

const killed = ({ exitCode }: Terminated) =>
  end(
    'infrastructure',
    'killed',
    `The container of the tests was ended from outside (${exitCode}), and nothing says by whom.`,
  );

function failedWithoutWord({ status }: PodObject): End {
  if (status?.phase === 'Succeeded') return end('agent-decides', 'completed', 'The pod came to its end.');
  const why = [status?.reason, status?.message].filter(Boolean).join(': ');
  return end(
    'infrastructure',
    'not-started',
    `The pod failed${why ? `: ${why}` : ', and nothing says why.'}`,
  );
}
