/** A rule as it is typed, and what is sent of it. */
import type { NotificationEvent } from '../../parts/notification-events.tsx';
import type { Rule } from './queries.ts';

/** Numbers are texts here: what was left out is empty. */
export type RuleDraft = {
  name: string;
  definitionId: string;
  events: readonly string[];
  channelIds: readonly string[];
  inbox: Rule['inbox'];
  branches: string;
  tags: string;
  slowerByPercent: string;
  slowerThanSeconds: string;
  quotaPercent: string;
  quiet: QuietDraft | null;
  dedupeMinutes: string;
};

export type QuietDraft = {
  from: string;
  until: string;
  timeZone: string;
  days: readonly string[];
  meanwhile: 'hold' | 'drop';
  except: readonly string[];
};

type QuietHours = NonNullable<Rule['quietHours']>;
type Weekday = NonNullable<QuietHours['days']>[number];
export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export const EMPTY_RULE: RuleDraft = {
  name: '',
  definitionId: '',
  events: ['failed', 'recovered'],
  channelIds: [],
  inbox: 'nobody',
  branches: '',
  tags: '',
  slowerByPercent: '',
  slowerThanSeconds: '',
  quotaPercent: '',
  quiet: null,
  dedupeMinutes: '',
};

export const quietAtNight = (timeZone: string): QuietDraft => ({
  from: '22:00',
  until: '07:00',
  timeZone,
  days: WEEKDAYS,
  meanwhile: 'hold',
  except: [],
});

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

export function ruleDraftOf({ conditions, quietHours, dedupeMinutes, ...rule }: Rule): RuleDraft {
  return {
    name: rule.name,
    definitionId: rule.definitionId ?? '',
    events: rule.events,
    channelIds: rule.channelIds,
    inbox: rule.inbox,
    branches: (conditions.branches ?? []).join(', '),
    tags: tagsInWords(conditions.tags),
    slowerByPercent: textOf(conditions.slowerByPercent),
    slowerThanSeconds: textOf(conditions.slowerThanSeconds),
    quotaPercent: textOf(conditions.quotaPercent),
    quiet: quietHours && { ...quietHours, days: quietHours.days ?? WEEKDAYS },
    dedupeMinutes: dedupeMinutes === 0 ? '' : String(dedupeMinutes),
  };
}

export const tagsInWords = (tags: Readonly<Record<string, string>> = {}): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

const partsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A key alone: with any value. */
function tagsOf(text: string): Record<string, string> {
  const pairs = partsOf(text).map((part) => {
    const at = part.indexOf('=');
    return at === -1 ? [part, '*'] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

const numberOf = <Key extends string>(key: Key, text: string): { [Name in Key]?: number } =>
  (text.trim() === '' ? {} : { [key]: Number(text) }) as { [Name in Key]?: number };

function conditionsOf(draft: RuleDraft): Rule['conditions'] {
  const [branches, tags] = [partsOf(draft.branches), tagsOf(draft.tags)];
  return {
    ...(branches.length === 0 ? {} : { branches }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(draft.events.includes('slow') ? numberOf('slowerByPercent', draft.slowerByPercent) : {}),
    ...(draft.events.includes('slow') ? numberOf('slowerThanSeconds', draft.slowerThanSeconds) : {}),
    ...(draft.events.includes('quota') ? numberOf('quotaPercent', draft.quotaPercent) : {}),
  };
}

function quietHoursOf({ days, except, ...quiet }: QuietDraft): QuietHours {
  const chosen = WEEKDAYS.filter((day) => days.includes(day));
  return {
    ...quiet,
    ...(chosen.length === WEEKDAYS.length ? {} : { days: chosen }),
    except: except as NotificationEvent[],
  };
}

/** All of a rule but whether it is on. */
export const ruleOf = (draft: RuleDraft) => ({
  name: draft.name.trim(),
  definitionId: draft.definitionId === '' ? null : draft.definitionId,
  events: draft.events as NotificationEvent[],
  channelIds: [...draft.channelIds],
  inbox: draft.inbox,
  conditions: conditionsOf(draft),
  quietHours: draft.quiet && quietHoursOf(draft.quiet),
  dedupeMinutes: Number(draft.dedupeMinutes || 0),
});

/** What is still to be filled in; null: it can be saved. */
export function lacking({ name, events, channelIds, inbox, quiet }: RuleDraft): string | null {
  if (name.trim() === '') return 'It needs a name.';
  if (events.length === 0) return 'Choose what it tells of.';
  if (channelIds.length === 0 && inbox === 'nobody') return 'Choose a channel, or whose inbox is told.';
  if (quiet && (quiet.from === '' || quiet.until === '' || quiet.timeZone.trim() === ''))
    return 'Quiet hours need a beginning, an end and a time zone.';
  if (quiet && quiet.days.length === 0) return 'Quiet hours need a day on which they begin.';
  return null;
}
