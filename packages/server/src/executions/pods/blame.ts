/** Whose fault the end of a pod is, and by what name. */
import type { FailureReason } from '@gauntlet/contract';
import type { Group } from '../execution.ts';
import type { PodEnd, PodEndReason } from './standing.ts';

/** Its place was taken away: that says nothing of the tests, and little of the cluster. */
const INTERRUPTIONS: ReadonlySet<PodEndReason> = new Set<PodEndReason>([
  'evicted',
  'preempted',
  'node-lost',
  'pod-deleted',
]);

export const lostBy = ({ reason }: PodEnd): NonNullable<Group['lostBy']> =>
  INTERRUPTIONS.has(reason) ? 'interruption' : 'infrastructure';

/** Of ends that whoever wrote the definition, or installed it all, can do something about. */
const REASONS: Readonly<Partial<Record<PodEndReason, FailureReason>>> = {
  'image-not-found': 'image-unavailable',
  'image-unauthorized': 'image-unavailable',
  'image-invalid': 'image-unavailable',
  'image-without-shell': 'image-unavailable',
  'out-of-memory': 'out-of-memory',
  'disk-limit': 'disk-limit',
  'never-fits': 'does-not-fit',
};

export const failureReasonOf = ({ reason }: PodEnd): FailureReason => REASONS[reason] ?? 'pod-refused';
