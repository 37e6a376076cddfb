/**
 * For tests: a pod without a cluster. The real agent as a sidecar, the real shim as the container of the tests,
 * and what a kubelet does with the two: an agent that ends is started again, and is told to end when the other
 * container is over.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProtocolGroup } from '../drive/testing/protocol-state.ts';
import { type ShimContainer, startShim } from './shim-container.ts';

const ENTRY = join(import.meta.dirname, '../main.ts');

export type PodOptions = {
  url: string;
  group: Pick<ProtocolGroup, 'groupId' | 'token'>;
  /** An existing folder for all of this pod. */
  folder: string;
  script: string;
  shell?: string;
  /** Of the container of the tests. */
  variables?: Record<string, string>;
  programs?: Record<string, string>;
};

export type Pod = {
  channelFolder: string;
  workFolder: string;
  container: ShimContainer;
  /** Starts the agent, as after a crash. */
  startAgent: () => ChildProcess;
  agent: () => ChildProcess;
  agentLog: () => string;
  /** The code by which the container of the tests ended; the agent has been told to end then, and has. */
  over: () => Promise<{ container: number | string; agent: number | string }>;
  /** A file of the channel. */
  channelFile: (name: string) => string;
  close: () => Promise<void>;
};

const endOf = (child: ChildProcess): Promise<number | string> =>
  new Promise((resolve) => {
    const tell = () => resolve(child.exitCode ?? child.signalCode ?? 'gone');
    if (child.exitCode === null && child.signalCode === null) child.once('exit', tell);
    else tell();
  });

export const startPod = (options: PodOptions): Pod => {
  const { folder, group } = options;
  const at = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const [channelFolder, workFolder, tmp] = [at('channel'), at('work'), at('agent-tmp')];
  const tokenFile = join(at('token'), 'token');
  writeFileSync(tokenFile, group.token);
  chmodSync(tokenFile, 0o400);
  const container = startShim({
    ...{ script: options.script, shell: options.shell ?? '/bin/dash', channelFolder },
    rootFolder: at('root of the tests'),
    variables: { HOME: join(workFolder, 'home'), ...options.variables },
    programs: options.programs ?? { node: process.execPath },
  });
  let log = '';
  let agent: ChildProcess;
  const startAgent = (): ChildProcess => {
    agent = spawn(process.execPath, [ENTRY, 'pod'], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      // Of the agent's image; the tests' programs are not in its PATH.
      env: {
        ...{ PATH: '/usr/bin:/bin', HOME: tmp, TMPDIR: tmp },
        ...{ GAUNTLET_URL: options.url, GAUNTLET_GROUP_ID: group.groupId, GAUNTLET_TOKEN_FILE: tokenFile },
        ...{ GAUNTLET_CHANNEL: channelFolder, GAUNTLET_WORK: workFolder },
      },
    });
    for (const stream of [agent.stdout, agent.stderr])
      stream?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
      });
    return agent;
  };
  startAgent();
  return {
    ...{ channelFolder, workFolder, container, startAgent },
    agent: () => agent,
    agentLog: () => log,
    over: async () => {
      const ended = await container.ended;
      agent.kill('SIGTERM');
      return { container: ended, agent: await endOf(agent) };
    },
    channelFile: (name) => {
      const path = join(channelFolder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    },
    close: async () => {
      agent.kill('SIGKILL');
      await endOf(agent);
      await container.close();
    },
  };
};
