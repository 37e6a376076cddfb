/** By what everything of ours in a cluster is found, and a group known again by whoever did not make it. */
import { createHash } from 'node:crypto';

export type GroupIdentity = { executionId: string; groupId: string; index: number; attempt: number };

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const INSTANCE = 'app.kubernetes.io/instance';
const EXECUTION = 'gauntlet/execution';
const GROUP = 'gauntlet/group';
const GROUP_INDEX = 'gauntlet/group-index';
const ATTEMPT = 'gauntlet/attempt';

const MOST = 63;
const VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** The text itself where it may stand in a label; else what is left of it, and a mark by which it differs from others. */
export function labelValue(text: string): string {
  if (text.length <= MOST && VALUE.test(text)) return text;
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const left = text
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, MOST - mark.length - 1);
  return left === '' ? mark : `${left.replace(/-$/, '')}-${mark}`;
}

export const labelsOf = (instance: string, group: GroupIdentity): Record<string, string> => ({
  [MANAGED_BY]: 'gauntlet',
  [INSTANCE]: labelValue(instance),
  [EXECUTION]: labelValue(group.executionId),
  [GROUP]: labelValue(group.groupId),
  [GROUP_INDEX]: String(group.index),
  [ATTEMPT]: String(group.attempt),
});

/** Whichever Gauntlet it was. */
export const isMadeByGauntlet = (labels: Readonly<Record<string, string>> | undefined): boolean =>
  labels?.[MANAGED_BY] === 'gauntlet' && labels[GROUP] !== undefined;

/** Of a JSON patch: it changes what bears these labels, or nothing. */
export const testsOfGroup = (labels: Readonly<Record<string, string>>) =>
  [GROUP, ATTEMPT].map((label) => ({
    op: 'test',
    path: `/metadata/labels/${label.replaceAll('/', '~1')}`,
    value: labels[label],
  }));

/** Of all that this instance has made. */
export const selectorOf = (instance: string) => `${MANAGED_BY}=gauntlet,${INSTANCE}=${labelValue(instance)}`;

/** Of what it has made for one group. */
export const groupSelectorOf = (instance: string, groupId: string) =>
  `${selectorOf(instance)},${GROUP}=${labelValue(groupId)}`;

/** Null for what bears not all of the labels: it is none of ours, or of a version that is not known here. */
export function identityOf(labels: Readonly<Record<string, string>> | undefined): GroupIdentity | null {
  const executionId = labels?.[EXECUTION];
  const groupId = labels?.[GROUP];
  const index = numberOf(labels?.[GROUP_INDEX]);
  const attempt = numberOf(labels?.[ATTEMPT]);
  if (!executionId || !groupId || index === null || attempt === null) return null;
  return { executionId, groupId, index, attempt };
}

const numberOf = (text: string | undefined) =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;

type Named = Pick<GroupIdentity, 'executionId' | 'index' | 'attempt'> & { parallelism: number };

/**
 * The name of a group's Job, and of the Secret it owns. A retry has a name of its own, since Jobs stay for an hour;
 * so has who takes the place of the only group. Within the 63 characters of a label, which the Job controller makes
 * of it.
 */
export function jobNameOf({ executionId, index, attempt, parallelism }: Named): string {
  const group = parallelism === 1 && index === 0 ? '' : `-group-${index}`;
  return `test-exec-${executionId}${group}${attempt > 1 ? `-a${attempt}` : ''}`;
}
