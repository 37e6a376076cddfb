/** Times that are said by how long ago they were. */
import { z } from 'zod';
import { Instant } from './paging.ts';

const AGE = /^([1-9]\d{0,3})([mhd])$/;
const AGE_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** An age stays true: what is asked for by it moves on with the time. */
export const InstantOrAge = z
  .union([Instant, z.string().regex(AGE, 'an age such as 30m, 24h or 7d')])
  .describe('a time, or an age such as 30m, 24h or 7d');

/** @param text as `InstantOrAge` takes it */
export function momentOf(text: string, now: Date): Date {
  const [, count, unit = ''] = AGE.exec(text) ?? [];
  return count === undefined ? new Date(text) : new Date(now.getTime() - Number(count) * (AGE_MS[unit] ?? 0));
}
