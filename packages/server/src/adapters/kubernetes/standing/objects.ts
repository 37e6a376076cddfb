/** Of Kubernetes' objects only what is read here, as the API server sends it: anything may be left out. */

type ObjectMeta = {
  name?: string;
  uid?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  ownerReferences?: readonly { kind: string; name: string; uid: string }[];
};

export type Condition = { type: string; status: string; reason?: string; message?: string };

export type JobObject = {
  metadata?: ObjectMeta;
  spec?: { suspend?: boolean };
  status?: { conditions?: readonly Condition[] };
};

export type ContainerState = {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: { exitCode: number; reason?: string; message?: string };
};

export type ContainerStatus = {
  name: string;
  state?: ContainerState;
  restartCount?: number;
};

export type PodObject = {
  metadata?: ObjectMeta;
  spec?: {
    nodeName?: string;
    initContainers?: readonly { name: string; restartPolicy?: string }[];
  };
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    conditions?: readonly Condition[];
    initContainerStatuses?: readonly ContainerStatus[];
    containerStatuses?: readonly ContainerStatus[];
  };
};

export type EventObject = {
  metadata?: ObjectMeta;
  involvedObject?: { kind?: string; name?: string; fieldPath?: string };
  reason?: string;
  message?: string;
  reportingComponent?: string;
  source?: { component?: string };
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  /** The scheduler counts here, and not in `count`. */
  series?: { lastObservedTime?: string } | null;
};

const JOB_NAME_LABELS = ['batch.kubernetes.io/job-name', 'job-name'];

/** By its label: a pod that was orphaned has no owner any more. */
export function jobNameOf(pod: PodObject): string | undefined {
  const labels = pod.metadata?.labels ?? {};
  return JOB_NAME_LABELS.map((key) => labels[key]).find((name) => name !== undefined);
}

export const isTrue = (conditions: readonly Condition[] | undefined, type: string) =>
  conditions?.find((condition) => condition.type === type && condition.status === 'True');
