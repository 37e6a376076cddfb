/** When and how a schedule runs, as it is filled in. */
import type { Schema } from '../../api/client.ts';

type Known = Pick<Schema['Schedule'], 'cron' | 'timeZone' | 'missed' | 'missedLimit' | 'overlap'>;

/** The limit as it was typed. */
export type Settings = Omit<Known, 'missedLimit'> & { missedLimit: string };

export const firstSettings = (timeZone: string): Settings => ({
  cron: '0 9 * * 1-5',
  timeZone,
  missed: 'run-once',
  missedLimit: '10',
  overlap: 'skip',
});

export const settingsOf = ({ cron, timeZone, missed, missedLimit, overlap }: Known): Settings => ({
  cron,
  timeZone,
  missed,
  missedLimit: String(missedLimit),
  overlap,
});

const MOST = 100;

/** Null where something that counts cannot be what it says. The limit counts where all missed times are run. */
export function orderOf(settings: Settings): Partial<Known> | null {
  const { missedLimit, ...rest } = settings;
  const cron = settings.cron.trim();
  if (cron === '') return null;
  if (settings.missed !== 'run-all') return { ...rest, cron };
  const limit = /^\d+$/.test(missedLimit) ? Number(missedLimit) : 0;
  return limit < 1 || limit > MOST ? null : { ...rest, cron, missedLimit: limit };
}

/** Only what differs from what is known. */
export function changeOf(known: Known, settings: Settings): Partial<Known> | null {
  const order = orderOf(settings);
  if (order === null) return null;
  return Object.fromEntries(
    Object.entries(order).filter(([name, value]) => known[name as keyof Known] !== value),
  );
}
