/** Pure: what an occurrence is in the eyes of each rule, and when it is told. */
import type {
  ChannelId,
  NotificationEvent,
  QuietHours,
  RuleConditions,
  RuleId,
  RuleView,
  Verdict,
} from '@gauntlet/contract';
import type { EarlierRun, Outcome, RunFacts } from './notice.ts';
import { quietUntil } from './quiet-hours.ts';

export type RunOccurrence = {
  about: 'execution';
  state: 'queued' | 'running' | 'ended';
  run: RunFacts;
  outcome: Outcome | null;
  /** Of the same definition, the last first; empty where no rule asks for them. */
  earlier: readonly EarlierRun[];
};
type QuotaOccurrence = {
  about: 'quota';
  what: 'used' | 'refused';
  resource: string;
  percent: number;
  projectId: string | null;
};
export type Occurrence = RunOccurrence | QuotaOccurrence;

export type MatchingRule = Pick<
  RuleView,
  'events' | 'conditions' | 'quietHours' | 'dedupeMinutes' | 'inbox'
> & {
  /** Null: the definition itself asks for it. */
  ruleId: RuleId | null;
  definitionId: string | null;
  projectId: string | null;
  channelIds: readonly ChannelId[];
};

export type Match = {
  rule: MatchingRule;
  events: NotificationEvent[];
  /** Null: at once. */
  heldUntil: Date | null;
  /** The same within the rule's time is told once. */
  repeatKey: string;
};

export function matchRules(rules: readonly MatchingRule[], occurrence: Occurrence, now: Date): Match[] {
  return rules.flatMap((rule) => {
    const matched = matchRule(rule, occurrence, now);
    return matched.told === 'yes' ? [matched.match] : [];
  });
}

export type Matched =
  | { told: 'yes'; match: Match }
  | { told: 'no'; why: string; events: NotificationEvent[] };

export function matchRule(rule: MatchingRule, occurrence: Occurrence, now: Date): Matched {
  const events = happened(occurrence, rule.conditions).filter((event) => rule.events.includes(event));
  const no = (why: string): Matched => ({ told: 'no', why, events });
  if (events.length === 0) return no(`Nothing of this happened: ${rule.events.join(', ')}.`);
  const mismatch =
    occurrence.about === 'execution' ? mismatchOf(rule, occurrence.run) : elsewhere(rule, occurrence);
  if (mismatch !== null) return no(mismatch);
  const quiet = rule.quietHours && holdOf(rule.quietHours, events, now);
  if (quiet?.meanwhile === 'drop') return no('It is within the quiet hours, which drop it.');
  const heldUntil = quiet ? quiet.until : null;
  return {
    told: 'yes',
    match: { rule, events, heldUntil, repeatKey: repeatKeyOf(rule, occurrence, events) },
  };
}

/** Every event that this is, in the order of the contract. */
export function happened(occurrence: Occurrence, conditions: RuleConditions): NotificationEvent[] {
  if (occurrence.about === 'quota') {
    const isReached = occurrence.what === 'refused' || occurrence.percent >= (conditions.quotaPercent ?? 80);
    return isReached ? ['quota'] : [];
  }
  const { state, outcome } = occurrence;
  if (state === 'queued') return ['queued'];
  if (state === 'running') return ['started'];
  if (outcome === null) return [];
  const events: NotificationEvent[] = ['finished'];
  if (isGreen(outcome.verdict)) events.push('passed');
  else if (outcome.verdict !== 'cancelled') events.push('failed');
  if (isRecovery(occurrence, outcome)) events.push('recovered');
  if (outcome.verdict === 'flaky') events.push('flaky');
  if (isSlow(occurrence, outcome, conditions)) events.push('slow');
  return events;
}

export const isGreen = (verdict: Verdict): boolean => verdict === 'passed' || verdict === 'flaky';

/** Says nothing of the tests: it is passed over when one looks back. */
const saysNothing = (verdict: Verdict): boolean => verdict === 'cancelled' || verdict === 'rejected';

function isRecovery({ run, earlier }: RunOccurrence, { verdict }: Outcome): boolean {
  if (!isGreen(verdict)) return false;
  const last = earlier.find((each) => each.branch === run.branch && !saysNothing(each.verdict));
  return last !== undefined && !isGreen(last.verdict);
}

const FEWEST_FOR_A_MEDIAN = 5;
const MOST_FOR_A_MEDIAN = 20;
const SLOWER_BY_PERCENT = 50;

/** Of the last green runs, whatever their branch; null when there are fewer than five. */
export function usualMs(earlier: readonly EarlierRun[]): number | null {
  const times = earlier
    .filter(({ verdict, durationMs }) => isGreen(verdict) && durationMs !== null)
    .slice(0, MOST_FOR_A_MEDIAN)
    .map(({ durationMs }) => durationMs as number)
    .sort((a, b) => a - b);
  if (times.length < FEWEST_FOR_A_MEDIAN) return null;
  const middle = times.length / 2;
  return ((times[Math.ceil(middle) - 1] as number) + (times[Math.floor(middle)] as number)) / 2;
}

/** By the limit, by the share, or by either where both are said; what did not run to its end is never slow. */
function isSlow({ earlier }: RunOccurrence, outcome: Outcome, conditions: RuleConditions): boolean {
  if (!isGreen(outcome.verdict) && outcome.verdict !== 'failed') return false;
  const { slowerThanSeconds, slowerByPercent } = conditions;
  if (slowerThanSeconds !== undefined && outcome.durationMs > slowerThanSeconds * 1000) return true;
  if (slowerThanSeconds !== undefined && slowerByPercent === undefined) return false;
  const usual = usualMs(earlier);
  return usual !== null && outcome.durationMs > usual * (1 + (slowerByPercent ?? SLOWER_BY_PERCENT) / 100);
}

/** A quota is no definition's, and what is of the whole team is no project's. */
const elsewhere = (rule: MatchingRule, { projectId }: QuotaOccurrence): string | null =>
  rule.definitionId !== null || (rule.projectId !== null && rule.projectId !== projectId)
    ? 'The rule is for something else.'
    : null;

function mismatchOf(rule: MatchingRule, run: RunFacts): string | null {
  if (rule.definitionId !== null && rule.definitionId !== run.definitionId)
    return 'The rule is for another definition.';
  if (rule.projectId !== null && rule.projectId !== run.projectId) return 'The rule is for another project.';
  const { branches, tags } = rule.conditions;
  if (branches && !branches.some((pattern) => run.branch !== null && fits(run.branch, pattern)))
    return `The branch is ${run.branch ?? 'not known'}, and the rule is for ${branches.join(', ')}.`;
  const other = Object.entries(tags ?? {}).find(
    ([name, pattern]) => run.tags[name] === undefined || !fits(run.tags[name], pattern),
  );
  return other ? `The tag ${other[0]} is not ${other[1]}.` : null;
}

/** `*` stands for any signs. Without backtracking: names and patterns are anybody's. */
export function fits(text: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return text === pattern;
  const last = others.pop() as string;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

function holdOf(hours: QuietHours, events: readonly NotificationEvent[], now: Date) {
  if (events.some((event) => hours.except.includes(event))) return null;
  const until = quietUntil(hours, now);
  return until && { meanwhile: hours.meanwhile, until };
}

function repeatKeyOf(
  rule: MatchingRule,
  occurrence: Occurrence,
  events: readonly NotificationEvent[],
): string {
  const what =
    occurrence.about === 'quota'
      ? ['quota', occurrence.resource, occurrence.what, String(occurrence.percent)]
      : [occurrence.run.definitionId, occurrence.run.branch ?? '', ...events];
  return JSON.stringify([rule.ruleId ?? 'definition', ...what]);
}
