/** How each recording ends: the classes of the recordings' own README, and what is said of it. */
import type { Room } from '../adapters/kubernetes/standing/classify.ts';
import type { EndClass, EndReason } from '../adapters/kubernetes/standing/standing.ts';

export type Expected = {
  job?: string;
  class: EndClass;
  reason: EndReason;
  /** How it ends; `stuck` where we have to end it. */
  says: RegExp;
  /** What can still be told when the pod was gone before anybody looked. */
  afterwards?: EndReason;
  warns?: 'memory' | 'agent-restarted';
  /** Why the recording's controller deleted the Job: people cancelled, or it judged by what it saw. */
  deleted?: 'cancelled' | 'judged';
  room?: Room;
};

/** The classes of the recordings' own README: T, I, U, D, C and OK. */
export const EXPECTED: Readonly<Record<string, readonly Expected[]>> = {
  success: [ok()],
  'tests-failed': [{ class: 'test-failure', reason: 'exit-code', says: /ended with 1/ }],
  'init-failed': [{ class: 'user-error', reason: 'init-failed', says: /step deps .* ended with 1/ }],
  'init-failed-agent-first': [{ class: 'user-error', reason: 'init-failed', says: /step deps/ }],
  'image-not-found': [judged('image-not-found', /tests is not there: .*localhost\/missing:nope: not found/)],
  'image-unauthorized': [judged('image-unauthorized', /imagePullSecrets .* 401 Unauthorized/)],
  'image-invalid': [judged('image-invalid', /repository name \(UPPER\) must be lowercase/)],
  'config-error': [judged('configuration', /secret "absent" not found/)],
  'oom-killed': [{ class: 'user-error', reason: 'out-of-memory', says: /resources\.memory/ }],
  'oom-child': [{ ...ok(), warns: 'memory' }],
  'deadline-exceeded': [{ class: 'timeout', reason: 'deadline', says: /longer than its pod may/ }],
  'deadline-pod': [{ class: 'timeout', reason: 'deadline', says: /Pod was active on the node longer/ }],
  unschedulable: [
    { ...judged('never-fits', /0\/11 nodes are available: 1 Insufficient cpu/), room: 'never' },
  ],
  evicted: [{ class: 'infrastructure', reason: 'evicted', says: /Eviction API: evicting/ }],
  'eviction-blocked': [ok()],
  'pod-deleted': [{ class: 'infrastructure', reason: 'pod-deleted', says: /deleted/ }],
  'emptydir-exceeded': [
    { class: 'user-error', reason: 'disk-limit', says: /EmptyDir volume "work" exceeds the limit/ },
  ],
  'node-lost': [{ class: 'infrastructure', reason: 'node-lost', says: /Taint manager/ }],
  'node-deleted': [
    { class: 'infrastructure', reason: 'node-lost', says: /node no longer exists/, afterwards: 'evicted' },
  ],
  'cancelled-foreground': [cancelled()],
  'cancelled-background': [cancelled()],
  'cancelled-orphan': [cancelled()],
  preempted: [{ class: 'infrastructure', reason: 'preempted', says: /higher priority/ }],
  'sidecar-crash': [{ ...ok(), warns: 'agent-restarted' }],
  'quota-exceeded': [ok()],
  'already-exists': [
    ok(),
    {
      job: 'run-7-priv',
      class: 'user-error',
      reason: 'pod-refused',
      says: /violates PodSecurity "restricted:latest"/,
    },
  ],
  'indexed-parallel': [ok()],
  'indexed-one-failed': [{ class: 'test-failure', reason: 'exit-code', says: /ended with 1/ }],
  'ttl-cleanup': [ok()],
};

/** Requests and nodes alone: no Job is in them. */
export const WITHOUT_JOBS = ['forbidden', 'watch-expired', 'node-inventory'];

function ok(): Expected {
  return { class: 'agent-decides', reason: 'completed', says: /came to (its|their) end/ };
}
function judged(reason: EndReason, says: RegExp): Expected {
  return { class: 'user-error', reason, says, deleted: 'judged' };
}
function cancelled(): Expected {
  return { class: 'cancelled', reason: 'ended-by-us', says: /by a user/, deleted: 'cancelled' };
}
