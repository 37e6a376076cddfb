/** `gauntlet run` from the outside, and what it says at its end. */
import { join } from 'node:path';
import { Counts } from '@gauntlet/contract';
import { z } from 'zod';
import { type Platform, ROOT } from '../platform.ts';
import { runProgram } from './run-program.ts';

const Summary = z.object({
  type: z.literal('summary'),
  verdict: z.string(),
  counts: Counts,
  durationMs: z.number(),
});
/** `runMs`: from the plan to the verdict, without what comes before and after. */
export type GauntletRan = { milliseconds: number; runMs: number; verdict: string; counts: Counts };

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
  const summary = Summary.safeParse(parseJson(last));
  if (!summary.success)
    throw new Error(`gauntlet run ended with ${ran.exitCode} and without a summary: ${last}`);
  const { verdict, counts, durationMs } = summary.data;
  return { milliseconds: ran.milliseconds, runMs: durationMs, verdict, counts };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller shows the text itself.
    return undefined;
  }
}
