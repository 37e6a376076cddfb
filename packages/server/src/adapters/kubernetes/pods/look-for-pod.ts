/** Whether anything is there of one group, by the cluster itself: a watch may be behind, or dead and silent. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { ClusterTrouble, PodRef } from '../../../executions/index.ts';
import { clusterTrouble } from '../api/cluster-trouble.ts';
import type { Rest } from '../api/rest.ts';
import { groupSelectorOf } from '../job/labels.ts';
import { listAll } from '../watch/list-all.ts';
import { jobsPath, podsPath } from '../watch/paths.ts';

export async function lookForPod(
  { rest, namespace, instance }: { rest: Rest; namespace: string; instance: string },
  { groupId }: PodRef,
): Promise<Result<'there' | 'gone', ClusterTrouble>> {
  const query = { labelSelector: groupSelectorOf(instance, groupId) };
  const jobs = await listAll(rest, jobsPath(namespace), query);
  if (!jobs.ok) return refuse(clusterTrouble(jobs.error, 'list jobs'));
  if (jobs.value.items.length > 0) return ok('there');
  const pods = await listAll(rest, podsPath(namespace), query);
  if (!pods.ok) return refuse(clusterTrouble(pods.error, 'list pods'));
  return ok(pods.value.items.length > 0 ? 'there' : 'gone');
}
