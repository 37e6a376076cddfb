/** The shim of a container run by a given shell, and the agent's side of the folder between them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SHIM_SCRIPT } from '../adapters/kubernetes/job/shim-script.ts';

/** Where each shell lies on Debian. */
export const SHELLS = { dash: '/bin/dash', busybox: '/bin/busybox', bash: '/bin/bash' } as const;
export type Shell = keyof typeof SHELLS;

const DEADLINE_MS = 20_000;

export type ShimStage = Awaited<ReturnType<typeof setShimStage>>;

/**
 * @param silence in quarters of a second
 * @param tools what the container has on its PATH besides `sh`; left out: all of the host's
 */
export async function setShimStage(
  shell: Shell,
  { silence = 120, asInit = false, tools = null as string[] | null } = {},
) {
  const root = await mkdtemp(join(tmpdir(), 'gauntlet-shim-'));
  const folder = join(root, 'a channel');
  const bin = join(root, 'bin');
  await mkdir(folder);
  await mkdir(bin);
  await symlink(SHELLS[shell], join(bin, 'sh'));
  for (const tool of tools ?? []) await symlink(await findTool(tool), join(bin, tool));
  const log = { out: '', err: '' };
  const shims: ChildProcess[] = [];

  const begin = () => {
    const command = ['sh', '-c', SHIM_SCRIPT, 'gauntlet-shim', folder, String(silence)];
    const [program = '', ...args] = asInit
      ? ['/usr/bin/unshare', '-pf', '--kill-child', ...command]
      : [join(bin, 'sh'), ...command.slice(1)];
    const path = tools === null ? `${bin}:/usr/local/bin:/usr/bin:/bin` : bin;
    const shim = spawn(program, args, { env: { PATH: path }, argv0: asInit ? 'unshare' : 'sh' });
    shim.stdout.on('data', (chunk: Buffer) => (log.out += chunk.toString()));
    shim.stderr.on('data', (chunk: Buffer) => (log.err += chunk.toString()));
    shims.push(shim);
    return shim;
  };

  const put = async (name: string, content: string) => {
    await writeFile(join(folder, `.${name}`), content);
    await rename(join(folder, `.${name}`), join(folder, name));
  };
  const read = (name: string) => readFile(join(folder, name), 'utf8');

  /** Until it is whole: its last line has its end. */
  const waitFor = async (name: string, content = /\n$/): Promise<string> => {
    const until = Date.now() + DEADLINE_MS;
    while (Date.now() < until) {
      if (existsSync(join(folder, name))) {
        const text = await read(name);
        if (content.test(text)) return text;
      }
      await pause(10);
    }
    throw new Error(`${name} did not come: ${(await readdir(folder)).join(' ')}; the shim said ${log.err}`);
  };

  return {
    root,
    folder,
    log,
    begin,
    put,
    read,
    waitFor,
    exists: (name: string) => existsSync(join(folder, name)),
    exitOf: async (number: number) => Number(await waitFor(`${number}.exit`)),
    ended: (shim: ChildProcess) =>
      new Promise<number | null>((resolve) =>
        shim.exitCode === null && shim.signalCode === null
          ? shim.once('exit', resolve)
          : resolve(shim.exitCode),
      ),
    /** The process that the shim is, seen from here. */
    pidOf: async (shim: ChildProcess): Promise<number> => {
      if (!asInit) return shim.pid as number;
      await waitFor('shim');
      const children = await readFile(`/proc/${shim.pid}/task/${shim.pid}/children`, 'utf8');
      return Number(children.trim().split(' ')[0]);
    },
    close: async () => {
      for (const shim of shims) shim.kill('SIGKILL');
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function findTool(name: string): Promise<string> {
  const found = ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found) throw new Error(`${name} is not on this machine`);
  return found;
}
