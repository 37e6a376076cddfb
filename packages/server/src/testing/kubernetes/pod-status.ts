/** Statuses of pods, in the form that a real kubelet gives them. */
import { randomBytes } from 'node:crypto';
import { type KubeObject, stamp } from './objects.ts';

export type State =
  | { waiting: { reason: string; message?: string } }
  | { running: { startedAt: string } }
  | {
      terminated: {
        exitCode: number;
        reason: string;
        startedAt: string;
        finishedAt: string;
        containerID: string;
      };
    };

const containerId = () => `containerd://${randomBytes(32).toString('hex')}`;

export const running = (): State => ({ running: { startedAt: stamp() } });
export const terminated = (exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): State => ({
  terminated: { exitCode, reason, startedAt: stamp(), finishedAt: stamp(), containerID: containerId() },
});
export const initializing: State = { waiting: { reason: 'PodInitializing' } };

type Container = { name: string; image: string; volumeMounts?: { name: string; mountPath: string }[] };

function containerStatus({ name, image, volumeMounts = [] }: Container, state: State, restartCount: number) {
  const runs = 'running' in state;
  const began = !('waiting' in state);
  return {
    ...{ name, state, lastState: {}, ready: runs, restartCount, image },
    imageID: began ? `sha256:${'0'.repeat(64)}` : '',
    ...(began ? { containerID: containerId() } : {}),
    started: runs,
    volumeMounts: volumeMounts.map((mount) => ({ name: mount.name, mountPath: mount.mountPath })),
  };
}

type PodState = {
  phase: string;
  agent: State;
  tests: State;
  agentRestarts?: number;
  reason?: string;
  message?: string;
};

/** The conditions that a pod has besides stay: those of its scheduling, and why it was taken away. */
export function setStatus(
  pod: KubeObject,
  { phase, agent, tests, agentRestarts = 0, reason, message }: PodState,
): void {
  const { initContainers = [], containers = [] } = pod.spec as Record<string, Container[]>;
  const up = 'running' in tests;
  const over =
    phase === 'Succeeded' ? { reason: 'PodCompleted' } : phase === 'Failed' ? { reason: 'PodFailed' } : {};
  setConditions(pod, [
    condition('PodReadyToStartContainers', 'running' in agent),
    condition('Initialized', !('waiting' in agent)),
    { ...condition('Ready', up), ...over },
    { ...condition('ContainersReady', up), ...over },
  ]);
  pod.status = {
    ...pod.status,
    ...{ observedGeneration: 1, phase, hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.1' }] },
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    startTime: pod.status.startTime ?? stamp(),
    initContainerStatuses: initContainers.map((one) => containerStatus(one, agent, agentRestarts)),
    containerStatuses: containers.map((one) => containerStatus(one, tests, 0)),
  };
}

export type PodCondition = {
  type: string;
  status: 'True' | 'False';
  lastProbeTime: null;
  lastTransitionTime: string;
  reason?: string;
  message?: string;
};

export const condition = (
  type: string,
  is: boolean,
  more: { reason?: string; message?: string } = {},
): PodCondition => ({
  ...{ type, status: is ? 'True' : 'False', lastProbeTime: null, lastTransitionTime: stamp() },
  ...more,
});

export function setConditions(pod: KubeObject, conditions: readonly PodCondition[]): void {
  const types = new Set(conditions.map(({ type }) => type));
  const others = ((pod.status.conditions ?? []) as PodCondition[]).filter(({ type }) => !types.has(type));
  pod.status = { ...pod.status, conditions: [...others, ...conditions] };
}

export const isFinished = (pod: KubeObject) =>
  pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
