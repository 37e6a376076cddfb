/** Of nodes and of the pods on them only what counts for their room, as the API server sends it. */
import type { Condition } from '../standing/objects.ts';
import type { Taint } from './tolerations.ts';

export type NodeObject = {
  metadata?: { name?: string; labels?: Record<string, string> };
  spec?: { unschedulable?: boolean; taints?: readonly Taint[] };
  status?: {
    allocatable?: Record<string, string>;
    conditions?: readonly Condition[];
    images?: readonly { names?: readonly string[] | null }[];
  };
};

export type Resources = { requests?: Record<string, string>; limits?: Record<string, string> };

type ContainerObject = { name: string; restartPolicy?: string; resources?: Resources };

export type ScheduledPod = {
  spec?: {
    nodeName?: string;
    containers?: readonly ContainerObject[];
    initContainers?: readonly ContainerObject[];
    overhead?: Record<string, string>;
    /** For the pod as a whole, from 1.32 on. */
    resources?: Resources;
  };
  status?: { phase?: string };
};
