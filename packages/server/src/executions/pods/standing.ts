/** How a group's pod stands, as far as its cluster knows: what the agent reports comes on top. */

/**
 * Whose matter it is that a pod ended. `agent-decides`: it came to its end, and the reports say what it came
 * to; a cluster never makes a run green.
 */
export type PodEndClass =
  | 'agent-decides'
  | 'test-failure'
  | 'infrastructure'
  | 'user-error'
  | 'timeout'
  | 'cancelled';

export type PodEndReason =
  | 'completed'
  | 'exit-code'
  // infrastructure
  | 'evicted'
  | 'preempted'
  | 'node-lost'
  | 'pod-deleted'
  | 'job-deleted'
  | 'capacity'
  | 'image-pull'
  | 'not-started'
  | 'killed'
  | 'agent-failed'
  // user error, or of whoever installed
  | 'image-not-found'
  | 'image-unauthorized'
  | 'image-invalid'
  | 'image-without-shell'
  | 'configuration'
  | 'init-failed'
  | 'job-refused'
  | 'pod-refused'
  | 'out-of-memory'
  | 'disk-limit'
  | 'never-fits'
  // ours
  | 'deadline'
  | 'ended-by-us';

export type PodEnd = { class: PodEndClass; reason: PodEndReason; message: string };

export type PodWarning = { about: 'memory' | 'agent-restarted'; message: string };

export type WaitingFor = 'release' | 'creation' | 'quota' | 'nodes' | 'image' | 'start';

/**
 * - `waiting`: it may yet start. `otherwise` is what it comes to for whoever waits no longer.
 * - `stuck`: it will not start, and the cluster will not end it: whoever made it must.
 * - `ending`: its end has begun. `end` is what it looks like, and may yet change.
 * - `ended`: it stays so, whatever is seen later.
 */
export type PodStanding =
  | { phase: 'waiting'; for: WaitingFor; message: string; otherwise: PodEnd }
  | { phase: 'running'; warnings: readonly PodWarning[] }
  | { phase: 'stuck'; end: PodEnd }
  | { phase: 'ending'; end: PodEnd; warnings: readonly PodWarning[] }
  | { phase: 'ended'; end: PodEnd; warnings: readonly PodWarning[] };
