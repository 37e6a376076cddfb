/** What the agent's exit code says to whoever watches the process. */
export const EXIT = {
  /** The server has everything, be the tests green or red. */
  done: 0,
  failed: 1,
  malformedStart: 2,
  /** The server ended the group. */
  groupOver: 3,
  /** No server for too long: the spool is kept. */
  orphaned: 4,
  /** Told to end before the group was over, in a pod: another start of the agent may go on. */
  left: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
