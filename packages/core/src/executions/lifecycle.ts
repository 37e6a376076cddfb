/**
 * The life of a test execution: diagram 3.1 of the specification, every arrow of it, and those that
 * a vanished pod or a cancelling user needs besides (marked "ours").
 */
import type { ExecutionStatus } from '@gauntlet/contract';
import { isFinal, nextState, type TransitionTable } from '../kernel/lifecycle.ts';

export type LifecycleEvent = {
  type:
    | 'validation-began'
    | 'validation-failed'
    | 'validation-passed'
    | 'resources-available'
    | 'user-cancelled'
    | 'queue-timed-out'
    | 'pod-created'
    | 'initialized'
    | 'initialization-failed'
    | 'infrastructure-failed'
    | 'ending-began'
    | 'all-tests-done'
    | 'tests-failed'
    | 'execution-timed-out'
    | 'retry-available'
    | 'retry-scheduled'
    | 'cleanup-began'
    | 'artifacts-stored';
};
export type LifecycleEventType = LifecycleEvent['type'];

export const EXECUTION_LIFECYCLE = {
  submitted: { 'validation-began': 'validating' },
  validating: { 'validation-failed': 'rejected', 'validation-passed': 'queued' },
  rejected: {},
  queued: {
    'resources-available': 'scheduled',
    'user-cancelled': 'cancelled',
    'queue-timed-out': 'expired',
    'infrastructure-failed': 'failed', // ours: its environment could never hold it
  },
  expired: { 'cleanup-began': 'cleanup' },
  scheduled: {
    'pod-created': 'initializing',
    'infrastructure-failed': 'failed', // ours
    'execution-timed-out': 'timeout', // ours
    'user-cancelled': 'cancelled', // ours
  },
  initializing: {
    initialized: 'running',
    'initialization-failed': 'failed',
    'infrastructure-failed': 'failed', // ours
    'execution-timed-out': 'timeout', // ours
    'user-cancelled': 'cancelled', // ours
  },
  running: {
    'ending-began': 'completing',
    'infrastructure-failed': 'failed', // ours
    'execution-timed-out': 'timeout', // ours
    'user-cancelled': 'cancelled', // ours
  },
  completing: {
    'all-tests-done': 'completed',
    'tests-failed': 'failed',
    'infrastructure-failed': 'failed', // ours: the same arrow, another reason
    'execution-timed-out': 'timeout',
    'user-cancelled': 'cancelled',
  },
  completed: { 'cleanup-began': 'cleanup' },
  failed: { 'retry-available': 'retrying', 'cleanup-began': 'cleanup' },
  timeout: { 'retry-available': 'retrying', 'cleanup-began': 'cleanup' },
  cancelled: { 'cleanup-began': 'cleanup' },
  retrying: {
    'retry-scheduled': 'scheduled',
    'user-cancelled': 'cancelled', // ours: a back-off is no reason to wait
    'queue-timed-out': 'expired', // ours: a retry that finds no room waits no longer than a newcomer
    'infrastructure-failed': 'failed', // ours: nor for room that will never be
  },
  cleanup: { 'artifacts-stored': 'archived' },
  archived: {},
} as const satisfies TransitionTable<ExecutionStatus, LifecycleEvent>;

export const nextStatus = (from: ExecutionStatus, type: LifecycleEventType) =>
  nextState<ExecutionStatus, LifecycleEvent>(EXECUTION_LIFECYCLE, from, { type });

export const isFinalStatus = (status: ExecutionStatus) => isFinal(EXECUTION_LIFECYCLE, status);

/** States in which an execution holds capacity and counts against the quota. */
export const ACTIVE_STATUSES = [
  'scheduled',
  'initializing',
  'running',
  'completing',
] as const satisfies readonly ExecutionStatus[];

/** States in which a user can still cancel. */
export const CANCELLABLE_STATUSES = [
  'queued',
  'scheduled',
  'initializing',
  'running',
  'retrying',
] as const satisfies readonly ExecutionStatus[];

/** States after which the verdict of an attempt is known. */
export const ENDED_STATUSES = [
  'completed',
  'failed',
  'timeout',
  'cancelled',
  'expired',
] as const satisfies readonly ExecutionStatus[];
