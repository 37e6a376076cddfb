/**
 * What a kubelet makes of a pod of Gauntlet, on this host: its agent and the shim of its tests as processes, each mount
 * a folder. Nothing of the pod is made up: programs, variables and folders are those that its Job names.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startShim } from '../../packages/agent/src/testing/shim-container.ts';
import type { RunPod } from '../../packages/server/src/testing/kubernetes/kubelet.ts';
import { ROOT } from '../../scripts/setup.mjs';
import { exitOf } from './processes.ts';
import type { World } from './world.ts';

const AGENT = join(ROOT, 'packages/agent/src/main.ts');

type Variable = { name: string; value?: string; valueFrom?: { secretKeyRef: { key: string } } };
type Container = {
  command?: string[];
  env: Variable[];
  volumeMounts: { name: string; mountPath: string }[];
};

type Volume = { name: string; secret?: { items: { key: string; path: string }[] } };

/** Where what a container sees lies here, and the variables it has. */
function insideOf(container: Container, secret: Readonly<Record<string, string>>, folder: string) {
  const placeOf = (text: string): string => {
    const mount = container.volumeMounts.find(
      ({ mountPath }) => text === mountPath || text.startsWith(`${mountPath}/`),
    );
    return mount ? join(folder, mount.name, text.slice(mount.mountPath.length)) : text;
  };
  const textOf = ({ value, valueFrom }: Variable) =>
    valueFrom ? (secret[valueFrom.secretKeyRef.key] ?? '') : placeOf(expanded(value ?? ''));
  const variables = Object.fromEntries(container.env.map((one) => [one.name, textOf(one)]));
  return { placeOf, variables: { TMPDIR: placeOf('/tmp'), ...variables } };
}

/** Kubernetes takes $$ for a dollar. */
const expanded = (text: string) => text.replaceAll('$$', '$');

export const podRunner =
  (world: World): RunPod =>
  async (pod, secret, signal) => {
    const folder = join(world.folder, 'pods', pod.metadata.name);
    for (const { name, secret: of } of pod.spec.volumes as Volume[]) {
      await mkdir(join(folder, name), { recursive: true });
      for (const { key, path } of of?.items ?? [])
        await writeFile(join(folder, name, path), secret[key] ?? '', { mode: 0o400 });
    }
    const [agentContainer] = pod.spec.initContainers as [Container];
    const [testsContainer] = pod.spec.containers as [Container];
    const agent = keepAgent(world, insideOf(agentContainer, secret, folder).variables);
    const shim = startTests(world, testsContainer, insideOf(testsContainer, secret, folder), folder);
    const end = (): void => {
      shim.kill('SIGTERM');
      setTimeout(() => void shim.close(), 1000 * pod.spec.terminationGracePeriodSeconds).unref();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    const code = await shim.ended;
    signal.removeEventListener('abort', end);
    await agent.end();
    await rm(folder, { recursive: true, force: true });
    return typeof code === 'number' ? code : 137;
  };

function startTests(
  world: World,
  { command = [] }: Container,
  { placeOf, variables }: ReturnType<typeof insideOf>,
  folder: string,
) {
  const [, , script = '', , channel = ''] = command;
  return startShim({
    ...{ script: expanded(script), shell: '/bin/dash', channelFolder: placeOf(channel) },
    rootFolder: join(folder, 'root'),
    variables: { ...markOf(world), ...variables },
    programs: { node: process.execPath },
  });
}

/** A sidecar that ends while the pod runs is started again. */
function keepAgent(world: World, variables: Record<string, string>) {
  let over = false;
  let agent: ChildProcess;
  const start = (): void => {
    agent = spawn(process.execPath, [AGENT, 'pod'], {
      cwd: '/',
      stdio: 'ignore',
      env: { PATH: '/usr/bin:/bin', HOME: variables.TMPDIR, ...markOf(world), ...variables },
    });
    agent.once('exit', () => {
      if (!over) start();
    });
  };
  start();
  return {
    end: async () => {
      over = true;
      agent.kill('SIGTERM');
      await exitOf(agent);
    },
  };
}

/** By which a world finds what it has to end; agents of one world share compiled code. */
const markOf = ({ environment: { E2E_WORLD, NODE_COMPILE_CACHE } }: World) =>
  Object.fromEntries(
    Object.entries({ E2E_WORLD, NODE_COMPILE_CACHE }).filter(
      (entry): entry is [string, string] => !!entry[1],
    ),
  );
