/** The kinds of changes between two executions, as they are chosen. */
import type { Schema } from '../../api/client.ts';

export type Kind = 'newly-failing' | 'fixed' | 'still-failing' | 'added' | 'removed' | 'slower' | 'faster';
type Count = Exclude<keyof Schema['Comparison']['counts'], 'unchanged'>;

export const KINDS: readonly { kind: Kind; label: string; count: Count }[] = [
  { kind: 'newly-failing', label: 'Newly failing', count: 'newlyFailing' },
  { kind: 'fixed', label: 'Fixed', count: 'fixed' },
  { kind: 'still-failing', label: 'Still failing', count: 'stillFailing' },
  { kind: 'added', label: 'New', count: 'added' },
  { kind: 'removed', label: 'Gone', count: 'removed' },
  { kind: 'slower', label: 'Slower', count: 'slower' },
  { kind: 'faster', label: 'Faster', count: 'faster' },
];

export const parseKind = (value: unknown): { kind?: Kind } => {
  const found = KINDS.find(({ kind }) => kind === value);
  return found ? { kind: found.kind } : {};
};
