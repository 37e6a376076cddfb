/** Pods that were taken away: by the cluster, or for what they used themselves. */
import { newest, type Said } from './events.ts';
import { isTrue, type PodObject } from './objects.ts';
import { type End, type EndReason, end } from './standing.ts';

const DISRUPTIONS: Readonly<Record<string, { reason: EndReason; what: string }>> = {
  PreemptionByScheduler: { reason: 'preempted', what: 'gave way to a pod of higher priority' },
  EvictionByEvictionAPI: { reason: 'evicted', what: 'was evicted: its node is being emptied' },
  DeletionByTaintManager: {
    reason: 'node-lost',
    what: 'was taken away: its node does not answer, or is to be empty',
  },
  DeletionByPodGC: { reason: 'node-lost', what: 'was taken away: its node is not there any more' },
  TerminationByKubelet: {
    reason: 'evicted',
    what: 'was ended by its node, which ran short or is going down',
  },
};

/** What the kubelet itself refuses or ends, without a condition on the pod. */
const BY_NODE =
  /^(Evicted|NodeLost|Shutdown|Terminated|NodeShutdown|NodeAffinity|OutOf\w+|UnexpectedAdmissionError|Preempting)$/;
const OWN_DISK = /EmptyDir volume|local ephemeral storage limit|ephemeral local storage usage exceeds/i;

export function judgeDisruption(pod: PodObject, said: readonly Said[]): End | null {
  const { reason = '', message = '', conditions } = pod.status ?? {};
  const node = pod.spec?.nodeName ? ` on ${pod.spec.nodeName}` : '';
  const disruption = isTrue(conditions, 'DisruptionTarget');
  if (disruption) return judgeCondition(disruption.reason ?? '', disruption.message ?? '', node);
  if (reason === 'DeadlineExceeded')
    return end('timeout', 'deadline', `It ran longer than its pod may: ${message}`);
  if (BY_NODE.test(reason)) return judgeNode(reason, message, node);
  const evicted = newest(said, 'Evicted');
  return evicted ? judgeNode('Evicted', evicted.message, node) : null;
}

function judgeCondition(reason: string, message: string, node: string): End {
  const known = DISRUPTIONS[reason] ?? { reason: 'evicted' as const, what: `was taken away (${reason})` };
  return end('infrastructure', known.reason, `The pod${node} ${known.what}. ${message}`.trim());
}

function judgeNode(reason: string, message: string, node: string): End {
  if (OWN_DISK.test(message))
    return end('user-error', 'disk-limit', `The tests wrote more than they may: ${message}`.trim());
  return end(
    'infrastructure',
    'evicted',
    `The pod${node} was ended by its node (${reason}): ${message}`.trim(),
  );
}
