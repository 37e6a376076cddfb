/**
 * Times of cron expressions, by croner. A time that a zone skips when its clocks go forward is that of the gap's
 * end; one that it has twice when they go back is the first of the two.
 */
import { ok, refuse } from '@gauntlet/core/kernel';
import { Cron } from 'croner';
import type { CronTimes } from '../../executions/index.ts';

/** Dates alone and seconds are croner's too, and no cron expression of ours. */
const FORM = /^(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|\S+(?:\s+\S+){4})$/i;

export function createCronerCronTimes(): CronTimes {
  return {
    check: ({ cron, timeZone }) => {
      if (!FORM.test(cron))
        return refuse({
          field: 'cron',
          message: `"${cron}" is no cron expression: five fields, or @daily and the like.`,
        });
      if (!isZone(timeZone))
        return refuse({
          field: 'timeZone',
          message: `"${timeZone}" is no time zone of the IANA database, such as Europe/Berlin.`,
        });
      try {
        cronOf({ cron, timeZone });
        return ok(null);
      } catch (error) {
        return refuse({ field: 'cron', message: `"${cron}" is no cron expression: ${reasonOf(error)}` });
      }
    },
    after: (rule, moment, count) => cronOf(rule).nextRuns(count, moment),
    // croner looks at what lies before a whole second: one more is asked for, and what is beyond left out.
    upTo: (rule, moment, count) =>
      cronOf(rule)
        .previousRuns(count + 1, new Date(moment.getTime() + 1000))
        .filter((at) => at <= moment)
        .slice(0, count)
        .reverse(),
  };
}

const cronOf = ({ cron, timeZone }: { cron: string; timeZone: string }) =>
  new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });

const reasonOf = (error: unknown) =>
  error instanceof Error ? error.message.replace(/^Cron\w+: /, '') : String(error);

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false; // RangeError: no such zone
  }
}
