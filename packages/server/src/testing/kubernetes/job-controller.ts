/**
 * What the controllers of Kubernetes make of Jobs: a pod, once it is not suspended; its end, when the pod has one;
 * and what is left when something is deleted. As recorded; nothing of it happens before the request that leads to it
 * is answered.
 */
import { randomBytes } from 'node:crypto';
import { sayOf } from './events.ts';
import { type KubeObject, type NewObject, type ObjectChange, type ObjectStore, stamp } from './objects.ts';
import { isFinished, type PodCondition, setStatus, terminated } from './pod-status.ts';
import type { DeleteOptions } from './resource-part.ts';

export type ControllerRules = {
  /** Why no pod may be made: a quota, or what the namespace takes. Null: it may. */
  podRefusal(job: KubeObject): string | null;
  /** Whether the processes of a pod that is deleted end. */
  endsWhenAsked(pod: KubeObject): boolean;
};

export type Controllers = ReturnType<typeof createControllers>;

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const suffix = () => [...randomBytes(5)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');

export function createControllers(store: ObjectStore, rules: ControllerRules) {
  const podsOf = ({ metadata: { namespace, uid } }: KubeObject): KubeObject[] =>
    store.list('pods', namespace, ({ metadata }) =>
      Boolean(metadata.ownerReferences?.some((owner) => owner.uid === uid)),
    );
  const reconcile = ({ resource, type, object }: ObjectChange): void => {
    if (resource === 'jobs' && type !== 'DELETED') later(() => reconcileJob(store, rules, podsOf, object));
    if (resource === 'jobs' && type === 'DELETED') later(() => collectSecrets(store, object));
    if (resource !== 'pods') return;
    if (type !== 'DELETED' && object.metadata.deletionTimestamp)
      later(() => endProcesses(store, rules, object));
    if (type === 'DELETED' || isFinished(object)) later(() => judgeJob(store, object));
  };
  store.listen(reconcile);
  return {
    deleteJob: (job: KubeObject, { propagationPolicy = 'Orphan' }: DeleteOptions): KubeObject => {
      const { namespace, name } = job.metadata;
      if (propagationPolicy === 'Foreground') {
        const marked = store.update('jobs', namespace, name, (one) => {
          one.metadata.deletionTimestamp ??= stamp();
          one.metadata.deletionGracePeriodSeconds = 0;
          one.metadata.finalizers = ['foregroundDeletion'];
        });
        later(() => {
          for (const pod of podsOf(job)) deletePod(store, pod, {});
        });
        return marked ?? job;
      }
      const pods = podsOf(job);
      const removed = store.remove('jobs', namespace, name);
      for (const pod of pods) {
        if (propagationPolicy === 'Background') later(() => deletePod(store, pod, {}));
        else store.update('pods', namespace, pod.metadata.name, orphan);
      }
      return removed ?? job;
    },
    deletePod: (pod: KubeObject, options: DeleteOptions) => deletePod(store, pod, options),
  };
}

const later = (work: () => void): void => {
  setImmediate(work);
};

/** As the API server and the Job controller fill it in. */
export function withDefaults(job: NewObject, uid: string): NewObject {
  const own = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': job.metadata.name,
    'controller-uid': uid,
    'job-name': job.metadata.name,
  };
  const template = job.spec.template;
  return {
    ...job,
    metadata: { ...job.metadata, uid, generation: 1 },
    spec: {
      ...job.spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      ...{ manualSelector: false, completionMode: 'NonIndexed', podReplacementPolicy: 'Failed' },
      template: {
        ...template,
        metadata: { ...template.metadata, labels: { ...own, ...template.metadata?.labels } },
      },
    },
    status: {},
  };
}

function reconcileJob(
  store: ObjectStore,
  rules: ControllerRules,
  podsOf: (job: KubeObject) => KubeObject[],
  seen: KubeObject,
): void {
  const { namespace, name, uid } = seen.metadata;
  const job = store.find('jobs', namespace, name);
  if (!job || job.metadata.uid !== uid) return;
  const pods = podsOf(job);
  if (job.metadata.deletionTimestamp) {
    if (pods.length === 0) store.remove('jobs', namespace, name);
    return;
  }
  if (job.spec.suspend || pods.length > 0 || job.status.conditions || job.status.startTime) return;
  const refusal = rules.podRefusal(job);
  if (refusal !== null) {
    const message = `Error creating: pods "${name}-${suffix()}" is forbidden: ${refusal}`;
    sayOf(store, job, { reason: 'FailedCreate', message, component: 'job-controller', type: 'Warning' });
    return;
  }
  const pod = store.create('pods', podOf(job));
  store.update('jobs', namespace, name, (one) => {
    one.status = { startTime: stamp(), active: 1, terminating: 0, uncountedTerminatedPods: {}, ready: 0 };
  });
  const message = `Created pod: ${pod?.metadata.name}`;
  sayOf(store, job, { reason: 'SuccessfulCreate', message, component: 'job-controller' });
}

function podOf(job: KubeObject): NewObject {
  const { namespace, name, uid } = job.metadata;
  const { metadata, spec } = job.spec.template;
  const base = `${name}-`.slice(0, 58);
  return {
    ...{ kind: 'Pod', apiVersion: 'v1' },
    metadata: {
      ...{ name: `${base}${suffix()}`, generateName: `${name}-`, generation: 1 },
      ...(namespace ? { namespace } : {}),
      ...structuredClone(metadata),
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true, blockOwnerDeletion: true },
      ],
      finalizers: ['batch.kubernetes.io/job-tracking'],
    },
    spec: { ...structuredClone(spec), schedulerName: 'default-scheduler' },
    status: { phase: 'Pending', qosClass: 'Burstable' },
  };
}

function orphan(pod: KubeObject): void {
  delete pod.metadata.ownerReferences;
  delete pod.metadata.finalizers;
}

function deletePod(store: ObjectStore, pod: KubeObject, { gracePeriodSeconds }: DeleteOptions): KubeObject {
  const { namespace, name } = pod.metadata;
  const seconds = gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  const marked = store.update('pods', namespace, name, (one) => {
    const sooner = seconds < (one.metadata.deletionGracePeriodSeconds ?? Number.POSITIVE_INFINITY);
    if (!sooner) return;
    one.metadata.deletionTimestamp = stamp(new Date(Date.now() + seconds * 1000));
    one.metadata.deletionGracePeriodSeconds = seconds;
    one.metadata.generation = 2;
  });
  return marked ?? pod;
}

/** A pod without processes is gone at once; others are told, and go when they have ended. */
function endProcesses(store: ObjectStore, rules: ControllerRules, seen: KubeObject): void {
  const { namespace, name, uid } = seen.metadata;
  const pod = store.find('pods', namespace, name);
  if (!pod || pod.metadata.uid !== uid) return;
  const runs = pod.status.phase === 'Running';
  if (runs && !rules.endsWhenAsked(pod)) return;
  if (runs)
    store.update('pods', namespace, name, (one) =>
      setStatus(one, { phase: 'Failed', agent: terminated(0), tests: terminated(143) }),
    );
  later(() => {
    store.remove('pods', namespace, name);
  });
}

const isDisrupted = ({ status }: KubeObject) =>
  (status.conditions as PodCondition[] | undefined)?.find(({ type }) => type === 'DisruptionTarget');

/** Of a pod that has ended, or is gone. */
function judgeJob(store: ObjectStore, pod: KubeObject): void {
  const owner = pod.metadata.ownerReferences?.[0];
  const job = owner && store.find('jobs', pod.metadata.namespace, owner.name);
  if (!job || job.metadata.uid !== owner.uid) return;
  const { namespace, name } = job.metadata;
  store.update('pods', namespace, pod.metadata.name, (one) => {
    delete one.metadata.finalizers;
  });
  if (job.metadata.deletionTimestamp) {
    if (!store.find('pods', namespace, pod.metadata.name)) store.remove('jobs', namespace, name);
    return;
  }
  if (job.status.conditions) return;
  const succeeded = pod.status.phase === 'Succeeded';
  endJob(
    store,
    job,
    succeeded ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed'],
    whyOf(pod),
  );
}

function whyOf(pod: KubeObject): { reason: string; message: string } {
  if (pod.status.phase === 'Succeeded')
    return { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  if (!isDisrupted(pod))
    return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const { namespace, name } = pod.metadata;
  const message = `Pod ${namespace}/${name} has condition DisruptionTarget matching FailJob rule at index 0`;
  return { reason: 'PodFailurePolicy', message };
}

function endJob(
  store: ObjectStore,
  { metadata: { namespace, name } }: KubeObject,
  types: readonly string[],
  { reason, message }: { reason: string; message: string },
): void {
  const now = stamp();
  for (let count = 1; count <= types.length; count += 1)
    store.update('jobs', namespace, name, (one) => {
      const conditions = types.slice(0, count).map((type) => ({
        type,
        status: 'True',
        lastProbeTime: now,
        lastTransitionTime: now,
        reason,
        message,
      }));
      const over = types[0] === 'SuccessCriteriaMet' ? { completionTime: now, succeeded: 1 } : { failed: 1 };
      const { startTime = now } = one.status;
      one.status = {
        conditions,
        startTime,
        ...(count === types.length ? over : {}),
        terminating: 0,
        ready: 0,
      };
    });
}

function collectSecrets(store: ObjectStore, { metadata: { namespace, uid } }: KubeObject): void {
  const owned = store.list('secrets', namespace, ({ metadata }) =>
    Boolean(metadata.ownerReferences?.every((owner) => owner.uid === uid)),
  );
  for (const { metadata } of owned) store.remove('secrets', namespace, metadata.name);
}
