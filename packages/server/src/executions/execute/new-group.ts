/** A group as it is written down, before anything of it is started. */
import type { GroupId } from '@gauntlet/contract';
import type { Ids } from '../../kernel/ids.ts';
import { type Execution, type Group, podNameOf } from '../execution.ts';
import type { NewGroup } from './ports.ts';

export type GroupPlace = Pick<Group, 'environmentId' | 'nodeName'>;

/** On which node a pod comes to run is seen when it does. */
export const inCluster = ({ environmentId }: Execution): GroupPlace => ({ environmentId, nodeName: '' });

/** Where another one went, for who takes its place or goes beside it. */
export const besides = ({ environmentId, nodeName }: Group): GroupPlace => ({
  environmentId,
  nodeName: environmentId === null ? nodeName : '',
});

export const newGroup = (
  { ids }: { ids: Ids },
  execution: Execution,
  { index, lead, place }: { index: number; lead: boolean; place: GroupPlace },
): NewGroup => ({
  groupId: ids.next<GroupId>(),
  executionId: execution.executionId,
  attempt: execution.attempt,
  index,
  lead,
  ...place,
  podName: place.environmentId === null ? podNameOf(execution.executionId, index) : '',
  cpuRequestMillis: execution.cpuRequestMillis,
  memoryRequestBytes: execution.memoryRequestBytes,
});
