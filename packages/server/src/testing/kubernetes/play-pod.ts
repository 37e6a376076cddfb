/** What may become of the pod of a Job, played on order: each as a real cluster shows it. */
import { type Said, sayOf } from './events.ts';
import type { Controllers } from './job-controller.ts';
import type { KubeObject, ObjectStore } from './objects.ts';
import {
  condition,
  initializing,
  running,
  type State,
  setConditions,
  setStatus,
  terminated,
} from './pod-status.ts';

const PULLING = { component: 'kubelet', fieldPath: 'spec.containers{tests}' };

/** The pod of one Job, and what is done to it. */
function partsOf(store: ObjectStore, controllers: Controllers, namespace: string, jobName: string) {
  const find = (): KubeObject => {
    const [pod] = store.list(
      'pods',
      namespace,
      ({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-name'] === jobName,
    );
    if (!pod) throw new Error(`The Job ${jobName} has no pod.`);
    return pod;
  };
  const change = (work: (pod: KubeObject) => void): void => {
    store.update('pods', namespace, find().metadata.name, work);
  };
  return {
    find,
    change,
    say: (said: Said): void => sayOf(store, find(), said),
    disrupt: (reason: string, message: string): void => {
      change((pod) => setConditions(pod, [condition('DisruptionTarget', true, { reason, message })]));
      controllers.deletePod(find(), {});
    },
    wait: (tests: State): void =>
      change((pod) => setStatus(pod, { phase: 'Pending', agent: running(), tests })),
    /** By somebody. */
    delete: (): void => {
      controllers.deletePod(find(), {});
    },
  };
}
type Parts = ReturnType<typeof partsOf>;

export function playPod(store: ObjectStore, controllers: Controllers, namespace: string, jobName: string) {
  const parts = partsOf(store, controllers, namespace, jobName);
  return { pod: parts.find, delete: parts.delete, ...beginnings(parts, namespace), ...ends(parts) };
}

const beginnings = ({ find, change, say, wait }: Parts, namespace: string) => ({
  schedule: (node: string): void => {
    change((pod) => {
      pod.spec.nodeName = node;
      setConditions(pod, [condition('PodScheduled', true)]);
    });
    const message = `Successfully assigned ${namespace}/${find().metadata.name} to ${node}`;
    say({ reason: 'Scheduled', message, component: 'default-scheduler' });
  },
  findNoNode: (message: string): void => {
    const why = { reason: 'Unschedulable', message };
    change((pod) => setConditions(pod, [condition('PodScheduled', false, why)]));
    say({ reason: 'FailedScheduling', message, component: 'default-scheduler', type: 'Warning' });
  },
  hearAutoscaler: (message: string): void =>
    say({ reason: 'TriggeredScaleUp', message, component: 'cluster-autoscaler' }),
  initialize: (): void => wait(initializing),
  run: (): void => change((pod) => setStatus(pod, { phase: 'Running', agent: running(), tests: running() })),
  crashAgent: (): void =>
    change((pod) =>
      setStatus(pod, { phase: 'Running', agent: running(), tests: running(), agentRestarts: 1 }),
    ),
  failToPull: (image: string, why: string): void => {
    const message = `Failed to pull image "${image}": ${why}`;
    const backOff = `Back-off pulling image "${image}"`;
    say({ ...PULLING, reason: 'Failed', message, type: 'Warning' });
    wait({ waiting: { reason: 'ErrImagePull', message: why } });
    say({ ...PULLING, reason: 'BackOff', message: backOff });
    wait({ waiting: { reason: 'ImagePullBackOff', message: `${backOff}: ErrImagePull: ${why}` } });
  },
  failToConfigure: (message: string): void =>
    wait({ waiting: { reason: 'CreateContainerConfigError', message } }),
});

function ends({ change, say, disrupt }: Parts) {
  const finish = (exitCode: number, reason?: string): void =>
    change((pod) =>
      setStatus(pod, {
        ...{ phase: exitCode === 0 ? 'Succeeded' : 'Failed', agent: terminated(0) },
        tests: terminated(exitCode, reason),
      }),
    );
  return {
    finish,
    runOutOfMemory: (): void => finish(137, 'OOMKilled'),
    evict: (): void => disrupt('EvictionByEvictionAPI', 'Eviction API: evicting'),
    preempt: (): void => {
      say({ reason: 'Preempted', message: 'Preempted by a pod on the node', component: 'default-scheduler' });
      const message = 'default-scheduler: preempting to accommodate a higher priority pod';
      disrupt('PreemptionByScheduler', message);
    },
    /** Its processes may run on: nobody can tell them to end. */
    loseNode: (): void => {
      change((pod) => setConditions(pod, [condition('Ready', false)]));
      disrupt('DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint');
    },
    fillDisk: (message: string): void => {
      const tests = terminated(137);
      change((pod) =>
        setStatus(pod, { phase: 'Failed', agent: terminated(137), tests, reason: 'Evicted', message }),
      );
      say({ reason: 'Evicted', message, component: 'kubelet', type: 'Warning' });
    },
    runOutOfTime: (): void => {
      const message = 'Pod was active on the node longer than the specified deadline';
      const over = { phase: 'Failed', reason: 'DeadlineExceeded', message };
      change((pod) => setStatus(pod, { ...over, agent: terminated(137), tests: terminated(143) }));
    },
  };
}
