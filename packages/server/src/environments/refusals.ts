/** What is said in more than one place when something cannot be done with a cluster or an environment. */
import type { Refusal } from '@gauntlet/contract';

export const noCluster = (): Refusal<'not-found'> => ({
  code: 'not-found',
  message: 'There is no such cluster.',
});

export const noEnvironment = (): Refusal<'not-found'> => ({
  code: 'not-found',
  message: 'There is no such environment.',
});

export const nameTaken = (what: 'a cluster' | 'an environment', name: string): Refusal<'already-exists'> => ({
  code: 'already-exists',
  message: `There is ${what} "${name}" already. Choose another name.`,
  faults: [{ path: 'name', message: 'taken' }],
});

/** Jobs and Secrets that were made where it is now would be out of sight where it is then. */
export const groupsThere = (
  { kind, name }: { kind: 'environment' | 'cluster'; name: string },
  groups: number,
  what: string,
): Refusal<'in-use'> => ({
  code: 'in-use',
  message: `${groups === 1 ? '1 group is' : `${groups} groups are`} alive in the ${kind} "${name}", or of executions there that are not archived yet: with another ${what} nobody would see to what they have in the cluster. Disable the ${kind}, wait until what runs there is archived, cancelled if need be, and change it then.`,
});

/** What is known of a place of which nothing is known yet. */
export const NOT_CHECKED = {
  status: 'unreachable',
  reason: 'It was not checked since it was added or changed. Check its cluster: gauntlet cluster check NAME.',
} as const;
