/**
 * Recordings played in a fake cluster: each in a namespace of its own, line by line, with the labels of a group, so
 * that an executor sees what a real cluster showed.
 */
import { labelsOf } from '../adapters/kubernetes/job/labels.ts';
import { endNotePatch } from '../adapters/kubernetes/watch/end-note.ts';
import type { PodEnd } from '../executions/index.ts';
import type { FakeCluster } from './kubernetes/fake-cluster.ts';
import type { KubeObject, NewObject, Resource } from './kubernetes/objects.ts';
import type { RecordedLine } from './kubernetes-recordings.ts';
import { INSTANCE } from './pod-stage.ts';
import { changeOf } from './recorded-cluster.ts';

const RESOURCES = { Job: 'jobs', Pod: 'pods', Event: 'events' } as const satisfies Record<string, Resource>;

export type PlayedRecording = {
  namespace: string;
  jobName: string;
  play(line: RecordedLine): void;
  /** As whoever ends it notes on the Job before it is deleted. */
  note(end: PodEnd): void;
};

export function playRecording({ store }: FakeCluster, namespace: string, jobName: string): PlayedRecording {
  let note: PodEnd | null = null;
  const labels = labelsOf(INSTANCE, { executionId: namespace, groupId: jobName, index: 0, attempt: 1 });
  const dressed = (object: KubeObject, resource: Resource): KubeObject => ({
    ...object,
    metadata: {
      ...object.metadata,
      namespace,
      labels: {
        ...object.metadata.labels,
        ...(resource === 'events' ? {} : { ...labels, ...ownGroup(object) }),
      },
      ...(note && resource === 'jobs' && object.metadata.name === jobName
        ? { annotations: { ...object.metadata.annotations, ...endNotePatch(note).metadata.annotations } }
        : {}),
    },
  });
  return {
    namespace,
    jobName,
    play: (line) => {
      const change = changeOf(line);
      if (!change) return;
      const resource = RESOURCES[change.kind];
      const object = dressed(change.object as KubeObject, resource);
      const { name } = object.metadata;
      const there = store.update(resource, namespace, name, (one) => {
        for (const key of Object.keys(one)) delete one[key];
        Object.assign(one, structuredClone(object));
      });
      if (!there) store.create(resource, object as NewObject);
      if (change.type === 'deleted') store.remove(resource, namespace, name);
    },
    note: (end) => {
      note = end;
      store.update('jobs', namespace, jobName, (job) => {
        Object.assign(job, dressed(job, 'jobs'));
      });
    },
  };
}

/** Groups of one recording are known by their Jobs. */
function ownGroup({ kind, metadata }: KubeObject): Record<string, string> {
  const jobName = kind === 'Job' ? metadata.name : metadata.labels?.['batch.kubernetes.io/job-name'];
  return jobName === undefined ? {} : { 'gauntlet/group': jobName };
}
