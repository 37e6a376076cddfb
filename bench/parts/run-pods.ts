/**
 * What a kubelet does with pods, on this machine: those of Gauntlet have the real agent and the real shim, those of a
 * bare Job their command; each with process ids and a folder of its own, as a container has.
 */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GroupId } from '@gauntlet/contract';
import { type Pod, startPod } from '../../packages/agent/src/testing/pod-stage.ts';
import { TOKEN_KEY } from '../../packages/server/src/adapters/kubernetes/job/containers.ts';
import { SHIM_SCRIPT } from '../../packages/server/src/adapters/kubernetes/job/shim-script.ts';
import type { RunPod } from '../../packages/server/src/testing/kubernetes/kubelet.ts';
import type { KubeObject } from '../../packages/server/src/testing/kubernetes/objects.ts';

type Container = { command?: string[]; env?: { name: string; value?: string }[] };

const ALONE = ['-pf', '--kill-child'];

const running = new Set<Pod>();

/** Of a benchmark that is interrupted. */
export async function endPods(): Promise<void> {
  await Promise.all([...running].map((pod) => pod.close()));
}

/** @param url where agents find the server: the name by which a cluster knows it is known nowhere here */
export const createPodRunner =
  (folder: string, url: string): RunPod =>
  async (pod, secret, signal) => {
    const own = join(folder, pod.metadata.name);
    await mkdir(own, { recursive: true });
    try {
      const [agent] = containersOf(pod, 'initContainers');
      return agent
        ? await runGroup({ folder: own, url }, agent, secret, signal)
        : await runCommand(own, pod, signal);
    } finally {
      await rm(own, { recursive: true, force: true, maxRetries: 3 });
    }
  };

const containersOf = (pod: KubeObject, kind: 'initContainers' | 'containers'): Container[] =>
  pod.spec[kind] ?? [];

const variableOf = ({ env = [] }: Container, name: string): string =>
  env.find((variable) => variable.name === name)?.value ?? '';

async function runGroup(
  place: { folder: string; url: string },
  agent: Container,
  secret: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const group = {
    groupId: variableOf(agent, 'GAUNTLET_GROUP_ID') as GroupId,
    token: secret[TOKEN_KEY] ?? '',
  };
  const pod = startPod({ ...place, group, script: SHIM_SCRIPT });
  running.add(pod);
  const end = () => pod.container.kill('SIGTERM');
  signal.addEventListener('abort', end);
  void pod.container.ended.then(() => signal.removeEventListener('abort', end));
  const { container } = await pod.over();
  await pod.close();
  running.delete(pod);
  return typeof container === 'number' ? container : 137;
}

async function runCommand(folder: string, pod: KubeObject, signal: AbortSignal): Promise<number> {
  const [{ command = [] } = {}] = containersOf(pod, 'containers');
  const child = spawn('/usr/bin/unshare', [...ALONE, ...command], {
    cwd: folder,
    stdio: 'ignore',
    signal,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 137));
    child.once('error', () => resolve(137)); // aborted
  });
}
