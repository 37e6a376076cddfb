/**
 * The agent's start parameters: one line of JSON on standard input, since arguments and environment can
 * be read by others. An agent may have been started long before, to be warm when there is work.
 */
import type { Readable } from 'node:stream';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { z } from 'zod';

const StartLine = z.object({
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().min(1),
  workFolder: z.string().startsWith('/'),
  preparedFolder: z.string().startsWith('/'),
  cacheFolder: z.string().startsWith('/'),
  urlFile: z.string().startsWith('/').optional(),
});
/**
 * `workFolder` is this group's own; `preparedFolder` is shared by the execution's groups on this host;
 * `cacheFolder` by all executions. `urlFile` says where the server is now, should it have moved.
 */
export type StartParameters = Omit<z.infer<typeof StartLine>, 'cacheFolder'> & {
  /** Left out, no installation is kept. */
  cacheFolder?: string;
  /** For what the agent must believe of itself after a crash, where tests can write into `workFolder`. */
  stateFolder?: string;
};

export type StartRefusal = { code: 'no-work' | 'malformed'; message: string };

const LONGEST_LINE_BYTES = 65_536;

export const readStartLine = async (input: Readable): Promise<Result<StartParameters, StartRefusal>> => {
  const line = await readLine(input);
  if (line === null) return refuse({ code: 'no-work', message: 'The input ended before there was work.' });
  const parsed = StartLine.safeParse(parseJson(line));
  // The line holds a token: what is wrong is said without showing it.
  return parsed.success
    ? ok(parsed.data)
    : refuse({
        code: 'malformed',
        message: `The start line is not understood: ${z.prettifyError(parsed.error)}`,
      });
};

const readLine = async (input: Readable): Promise<string | null> => {
  let held = '';
  for await (const chunk of input) {
    held += String(chunk);
    const end = held.indexOf('\n');
    // Leaving the loop destroys the input: from here on nothing depends on whoever started us.
    if (end >= 0) return held.slice(0, end);
    if (held.length > LONGEST_LINE_BYTES) return held;
  }
  return null;
};

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    // The schema says what is wrong with it.
    return undefined;
  }
};
