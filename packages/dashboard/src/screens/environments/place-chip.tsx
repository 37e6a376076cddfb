/** The status of a cluster or an environment. */
import { Chip } from '../../kit/outcome.tsx';
import type { Environment } from './queries.ts';

type Status = Environment['status'];

export function PlaceChip({ status }: { status: Status }) {
  if (status === 'ready') return <Chip tone="pass">✓ ready</Chip>;
  if (status === 'disabled') return <Chip tone="quiet">– disabled</Chip>;
  return <Chip tone="warn">! not ready</Chip>;
}
