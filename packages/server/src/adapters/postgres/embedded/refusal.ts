/** Why the embedded PostgreSQL does not run, in words that say what to do. */
export type EmbeddedRefusal =
  | { code: 'already-running'; message: string; pid: number }
  | {
      code:
        | 'binaries-missing'
        | 'data-folder-unusable'
        | 'not-a-cluster'
        | 'not-traversable'
        | 'user-missing'
        | 'wrong-owner'
        | 'initialise-failed'
        | 'start-failed';
      message: string;
      cause?: unknown;
    };
