/** What it takes to run one process tree, and how it ended. */
export type ProcessOrder = {
  command: readonly string[];
  cwd: string;
  /** The whole environment of the process: nothing is inherited. */
  environment: Readonly<Record<string, string>>;
  /** TERM is sent after this long, KILL `graceSeconds` later. */
  timeoutSeconds?: number;
  graceSeconds: number;
  /** Aborting ends the whole tree: TERM, grace, KILL. */
  signal?: AbortSignal;
  onOutput: (chunk: Buffer, stream: 'stdout' | 'stderr') => void;
};

export type ProcessEnd = {
  ended: 'exited' | 'timed-out' | 'aborted' | 'not-started';
  exitCode: number | null;
  signal: string | null;
  /** Why it could not be started. */
  error?: string;
  durationMs: number;
};

export type RunProcess = (order: ProcessOrder) => Promise<ProcessEnd>;
