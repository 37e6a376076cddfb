/**
 * What there is in a fake cluster, and what became of it: objects by kind, namespace and name, a version for every
 * change, and the changes since the last compaction. It owns them all; what a change leads to is the controllers'.
 */
import { randomUUID } from 'node:crypto';

export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    creationTimestamp: string;
    generation?: number;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: OwnerReference[];
    finalizers?: string[];
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
  };
  // biome-ignore lint/suspicious/noExplicitAny: as the API server has it, whose types are not ours
  [part: string]: any;
};
type OwnerReference = {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

export type Resource = 'jobs' | 'pods' | 'secrets' | 'events' | 'nodes';
export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';
export type ObjectChange = { version: number; type: ChangeType; resource: Resource; object: KubeObject };
export type NewObject = Omit<KubeObject, 'metadata'> & {
  metadata: Partial<KubeObject['metadata']> & { name: string };
};

export type ObjectStore = ReturnType<typeof createObjectStore>;

const keyOf = (resource: Resource, namespace: string | undefined, name: string) =>
  `${resource}/${namespace ?? ''}/${name}`;

/** Seconds, as Kubernetes writes them. */
export const stamp = (at: Date = new Date()) => at.toISOString().replace(/\.\d+Z$/, 'Z');

export function createObjectStore() {
  const objects = new Map<string, KubeObject>();
  let changes: ObjectChange[] = [];
  const listeners = new Set<(change: ObjectChange) => void>();
  let version = 1000;
  let compactedAt = version;
  const record = (type: ChangeType, resource: Resource, object: KubeObject): KubeObject => {
    version += 1;
    object.metadata.resourceVersion = String(version);
    const change = { version, type, resource, object: structuredClone(object) };
    changes.push(change);
    for (const listener of [...listeners]) listener(change);
    return structuredClone(object);
  };
  const find = (resource: Resource, namespace: string | undefined, name: string): KubeObject | null => {
    const object = objects.get(keyOf(resource, namespace, name));
    return object ? structuredClone(object) : null;
  };
  return {
    version: () => version,
    compactedAt: () => compactedAt,
    find,
    list: (
      resource: Resource,
      namespace?: string,
      takes: (object: KubeObject) => boolean = () => true,
    ): KubeObject[] => {
      const folder = `${resource}/${namespace === undefined ? '' : `${namespace}/`}`;
      const there = [...objects].filter(([key, object]) => key.startsWith(folder) && takes(object));
      return there
        .map(([, object]) => structuredClone(object))
        .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    },
    /** Null: there is one of that name. */
    create: (resource: Resource, object: NewObject): KubeObject | null => {
      const { namespace, name } = object.metadata;
      const key = keyOf(resource, namespace, name);
      if (objects.has(key)) return null;
      const made = structuredClone(object) as KubeObject;
      made.metadata = {
        ...{ uid: randomUUID(), creationTimestamp: stamp() },
        ...made.metadata,
        resourceVersion: '',
      };
      objects.set(key, made);
      return record('ADDED', resource, made);
    },
    /** Null: there is none. What changes nothing is no change. */
    update: (
      resource: Resource,
      namespace: string | undefined,
      name: string,
      change: (object: KubeObject) => void,
    ): KubeObject | null => {
      const object = objects.get(keyOf(resource, namespace, name));
      if (!object) return null;
      const before = JSON.stringify(object);
      change(object);
      return JSON.stringify(object) === before
        ? structuredClone(object)
        : record('MODIFIED', resource, object);
    },
    remove: (resource: Resource, namespace: string | undefined, name: string): KubeObject | null => {
      const key = keyOf(resource, namespace, name);
      const object = objects.get(key);
      if (!object) return null;
      objects.delete(key);
      return record('DELETED', resource, object);
    },
    since: (from: number): ObjectChange[] => changes.filter((change) => change.version > from),
    listen: (listener: (change: ObjectChange) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** What was before is not remembered any more. */
    compact: (): void => {
      version += 1; // as time goes on in the rest of the cluster
      compactedAt = version;
      changes = [];
    },
  };
}
