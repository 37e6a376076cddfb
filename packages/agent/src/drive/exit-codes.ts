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
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
