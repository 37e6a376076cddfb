/** pino as npm ships it, with its tests and its dependencies installed. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

const PACKAGE = 'pino';
const VERSION = '10.4.0';

/** Kept for the next time: the installation takes minutes and nothing of it is measured. */
export async function fetchPino(): Promise<{ name: string; folder: string }> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gauntlet-bench');
  const name = `${PACKAGE} ${VERSION}`;
  const folder = join(cache, `${PACKAGE}-${VERSION}`);
  if (existsSync(folder)) return { name, folder };
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, 'fetching-'));
  try {
    await must(['npm', 'pack', `${PACKAGE}@${VERSION}`, '--silent'], scratch);
    await must(['tar', 'xzf', `${PACKAGE}-${VERSION}.tgz`], scratch);
    const content = join(scratch, 'package');
    await must(['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], content);
    await rename(content, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { name, folder };
}

async function must(command: readonly string[], folder: string): Promise<void> {
  const { exitCode } = await runProgram(command, folder);
  if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}.`);
}
