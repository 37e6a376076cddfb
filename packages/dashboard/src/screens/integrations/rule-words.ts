/** The conditions of a rule as one reads them, a line each. */
import type { Rule } from './queries.ts';
import { tagsInWords } from './rule-draft.ts';

export function inWords({ conditions, quietHours, dedupeMinutes, events }: Rule): string[] {
  const { branches, tags, slowerByPercent, slowerThanSeconds, quotaPercent } = conditions;
  const isSlow = events.includes('slow');
  return [
    branches && `on ${branches.join(', ')}`,
    tags && `tagged ${tagsInWords(tags)}`,
    isSlow && slowerByPercent !== undefined && `slower by ${slowerByPercent} %`,
    isSlow && slowerThanSeconds !== undefined && `longer than ${slowerThanSeconds} s`,
    events.includes('quota') && quotaPercent !== undefined && `from ${quotaPercent} % of a quota on`,
    quietHours && `quiet ${quietHours.from}–${quietHours.until}, ${quietHours.timeZone}`,
    dedupeMinutes > 0 && `once in ${dedupeMinutes} min`,
  ].filter((words): words is string => typeof words === 'string');
}
