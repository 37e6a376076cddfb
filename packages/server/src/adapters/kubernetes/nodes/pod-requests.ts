/**
 * What a pod holds of its node, as the scheduler counts it: its containers and native sidecars together, but at
 * least what each init container needs beside the sidecars that have begun before it; what is asked for the pod
 * as a whole comes first. Source: k8s.io/component-helpers/resource, PodRequests.
 */
import type { Resources, ScheduledPod } from './node-objects.ts';
import { bytesAsked, millisAsked } from './quantity.ts';

export type PodRequests = { cpuMillis: number; memoryBytes: number; diskBytes: number };

const NOTHING: PodRequests = { cpuMillis: 0, memoryBytes: 0, diskBytes: 0 };

/** A pod that has ended holds nothing; one that is being ended still does. */
export const holdsRoom = ({ status }: ScheduledPod) =>
  status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

export function podRequests({ spec }: ScheduledPod): PodRequests {
  let sidecars = NOTHING;
  let highest = NOTHING;
  for (const { restartPolicy, resources } of spec?.initContainers ?? []) {
    const own = requestsOf(resources);
    if (restartPolicy === 'Always') sidecars = plus(sidecars, own);
    highest = most(highest, restartPolicy === 'Always' ? sidecars : plus(sidecars, own));
  }
  const running = (spec?.containers ?? []).reduce(
    (sum, { resources }) => plus(sum, requestsOf(resources)),
    sidecars,
  );
  const asWhole = { ...most(running, highest), ...givenFor(spec?.resources) };
  return plus(asWhole, requestsOf({ requests: spec?.overhead ?? {} }));
}

/** A limit without a request is the request. */
function givenFor(resources: Resources | undefined): Partial<PodRequests> {
  const { cpu, memory, 'ephemeral-storage': disk } = { ...resources?.limits, ...resources?.requests };
  return {
    ...(cpu === undefined ? {} : { cpuMillis: millisAsked(cpu) }),
    ...(memory === undefined ? {} : { memoryBytes: bytesAsked(memory) }),
    ...(disk === undefined ? {} : { diskBytes: bytesAsked(disk) }),
  };
}

const requestsOf = (resources: Resources | undefined): PodRequests => ({
  ...NOTHING,
  ...givenFor(resources),
});

const plus = (a: PodRequests, b: PodRequests): PodRequests => ({
  cpuMillis: a.cpuMillis + b.cpuMillis,
  memoryBytes: a.memoryBytes + b.memoryBytes,
  diskBytes: a.diskBytes + b.diskBytes,
});

const most = (a: PodRequests, b: PodRequests): PodRequests => ({
  cpuMillis: Math.max(a.cpuMillis, b.cpuMillis),
  memoryBytes: Math.max(a.memoryBytes, b.memoryBytes),
  diskBytes: Math.max(a.diskBytes, b.diskBytes),
});
