/** `gauntlet run` from the outside, and what it says at its end. */
import { join } from 'node:path';
import { Counts } from '@gauntlet/contract';
import { z } from 'zod';
import { type Platform, ROOT } from '../platform.ts';
import { runProgram } from './run-program.ts';

const Summary = z.object({ type: z.literal('summary'), verdict: z.string(), counts: Counts });
export type GauntletRan = { milliseconds: number; verdict: string; counts: Counts };

const CLI = join(ROOT, 'packages/cli/src/main.ts');

export async function runGauntlet(
  { dataFolder }: Platform,
  folder: string,
  options: readonly string[],
  frameworkOptions: readonly string[] = [],
): Promise<GauntletRan> {
  const command = [process.execPath, CLI, 'run', folder, '--data-dir', dataFolder, '--json', ...options];
  const ran = await runProgram([...command, '--', ...frameworkOptions], folder);
  const last = ran.output.trim().split('\n').at(-1) ?? '';
  const { verdict, counts } = Summary.parse(JSON.parse(last));
  return { milliseconds: ran.milliseconds, verdict, counts };
}
