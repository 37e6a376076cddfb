/** Programs that tests need and no package brings: pinned, built once from their sources by Go into the repository's cache. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withInstallLock } from '../../../../scripts/install-lock.mjs';

const CACHES = join(import.meta.dirname, '../../../../node_modules/.cache');

type GoProgram = {
  /** Of the folder in the cache. */
  name: string;
  /** The Go package; its last part names the program. */
  source: string;
  version: string;
};

/** @returns the path of the program */
export async function buildGoProgram({ name, source, version }: GoProgram): Promise<string> {
  const cache = join(CACHES, `gauntlet-${name}-${version}`);
  const program = join(cache, basename(source));
  await withInstallLock({ lock: `${cache}.lock`, onWait: () => undefined }, async () => {
    if (existsSync(program)) return;
    const made = `${cache}.new`;
    await mkdir(made, { recursive: true });
    await run('go', ['install', `${source}@${version}`], { GOBIN: made });
    await mkdir(cache, { recursive: true });
    await rename(join(made, basename(source)), program);
    await rm(made, { recursive: true });
  });
  return program;
}

const run = (program: string, args: readonly string[], environment: Record<string, string>): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}:\n${said.slice(-2000)}`)),
    );
  });
