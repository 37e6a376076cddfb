/**
 * The mark that all of this agent's processes carry, and `tree.json`, which tells it to whoever must end
 * what a killed agent has left: the next agent of the same work folder, and people.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endTree, processStartedAt, TREE_VARIABLE } from '@gauntlet/host/process-tree';
import { z } from 'zod';

const MARK = /^gauntlet-[0-9a-f]{24,}$/;
const TreeFile = z.object({
  pid: z.number().int(),
  startedAt: z.string().nullable(),
  mark: z.string().regex(MARK),
});

/** Whoever started the agent may have given it a mark; then the agent itself carries it too. */
export const chooseMark = (environment: NodeJS.ProcessEnv): string =>
  environment[TREE_VARIABLE] ?? `gauntlet-${randomBytes(12).toString('hex')}`;

/** Ends what an earlier agent of this folder has left behind, then names this one. */
export const takeOverTree = async (workFolder: string, mark: string): Promise<void> => {
  const file = join(workFolder, 'tree.json');
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  const earlier = await readTree(file);
  if (earlier !== null) await endTree({ mark: earlier }, 0);
  const tree = { pid: process.pid, startedAt: await processStartedAt(process.pid), mark };
  await writeFile(file, JSON.stringify(tree), { mode: 0o600 });
};

/** Tests may write this file: only what has the form of a mark is looked for among the processes. */
const readTree = async (file: string): Promise<string | null> => {
  try {
    return TreeFile.parse(JSON.parse(await readFile(file, 'utf8'))).mark;
  } catch {
    // The first agent here, or a file that is not ours any more: nothing is known to be left.
    return null;
  }
};
