/** What a pod waits for, and by whose fault a group was lost, in words. */
import type { WaitingFor } from '@gauntlet/contract';

export const WAITS: Readonly<Record<WaitingFor, string>> = {
  release: 'its release',
  creation: 'its pod to be made',
  quota: 'room in the quota of the namespace',
  nodes: 'nodes',
  image: 'its image',
  start: 'its pod to start',
};

export const FAULTS = {
  infrastructure: "by the cluster's fault",
  interruption: 'as its place was taken away',
} as const;
