/** The status of a cluster or an environment, in its colour. */
import type { PlaceStatus } from '@gauntlet/contract';
import type { Output } from '../terminal/output.ts';

export function placeState(paint: Output['paint'], status: PlaceStatus, text: string): string {
  if (status === 'ready') return paint.green(text);
  return status === 'disabled' ? paint.dim(text) : paint.yellow(text);
}
