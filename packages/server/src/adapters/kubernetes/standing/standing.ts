/** How one group's Job stands, as far as Kubernetes knows: what the agent reports comes on top. */

/**
 * Whose matter it is that a group ended. `agent-decides`: it came to its end, and the reports say what it came
 * to; Kubernetes never makes a run green.
 */
export type EndClass =
  | 'agent-decides'
  | 'test-failure'
  | 'infrastructure'
  | 'user-error'
  | 'timeout'
  | 'cancelled';

export type EndReason =
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

export type End = { class: EndClass; reason: EndReason; message: string };

export type Warning = { about: 'memory' | 'agent-restarted'; message: string };

export type WaitingFor = 'release' | 'creation' | 'quota' | 'nodes' | 'image' | 'start';

/**
 * - `waiting`: it may yet start. `otherwise` is what it comes to for whoever waits no longer.
 * - `stuck`: it will not start, and Kubernetes will not end it: whoever made it must.
 * - `ending`: its end has begun. `end` is what it looks like, and may yet change.
 * - `ended`: it stays so, whatever is seen later.
 */
export type Standing =
  | { phase: 'waiting'; for: WaitingFor; message: string; otherwise: End }
  | { phase: 'running'; warnings: readonly Warning[] }
  | { phase: 'stuck'; end: End }
  | { phase: 'ending'; end: End; warnings: readonly Warning[] }
  | { phase: 'ended'; end: End; warnings: readonly Warning[] };

export const end = (endClass: EndClass, reason: EndReason, message: string): End => ({
  class: endClass,
  reason,
  message,
});

export const waiting = (what: WaitingFor, message: string, otherwise: End): Standing => ({
  phase: 'waiting',
  for: what,
  message,
  otherwise,
});
