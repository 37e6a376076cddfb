/**
 * Where the user's commands run, and where their programs are looked for: this host (`local-host.ts`), or a
 * container beside the agent's (`channel/`). What only the agent needs, git say, does not go this way.
 */
import type { RunProcess } from './process-order.ts';

/**
 * Of each list the first that is a program there: a path as it stands, a bare name looked for in the
 * environment's PATH. Answers the program's path, or undefined where the list has none.
 */
export type WhichOf = (
  lists: readonly (readonly string[])[],
  environment: Readonly<Record<string, string>>,
) => Promise<(string | undefined)[]>;

export type CommandHost = { runProcess: RunProcess; whichOf: WhichOf };
