/**
 * Whether a moment lies in quiet hours, and when they end. The wall clock of the time zone rules: on the night
 * in which clocks are changed, quiet hours are an hour shorter or longer, and end when the clock says so.
 */
import type { QuietHours, Weekday } from '@gauntlet/contract';

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE = 60_000;
const DAY_MINUTES = 1440;

/** Null: they are not now. */
export function quietUntil(hours: QuietHours, now: Date): Date | null {
  const local = wallClock(now, hours.timeZone);
  const [from, until] = [minutesOf(hours.from), minutesOf(hours.until)];
  const isOvernight = until <= from;
  const begun = isQuietSince(hours, local, from, until);
  if (begun === null) return null;
  const endDay = begun === 'yesterday' || !isOvernight ? local.day : nextDay(local.day);
  const end = instantOf(endDay, until, hours.timeZone);
  // Where a clock was set back over the end, it comes twice: the second is still ahead.
  return end > now ? end : new Date(now.getTime() + MINUTE);
}

type Day = { year: number; month: number; date: number };
type WallClock = { day: Day; weekday: number; minutes: number };

function isQuietSince(
  { days }: QuietHours,
  { weekday, minutes }: WallClock,
  from: number,
  until: number,
): 'today' | 'yesterday' | null {
  const beginsOn = (day: number) => days === undefined || days.includes(WEEKDAYS[day] as Weekday);
  const isOvernight = until <= from;
  if (minutes >= from && (isOvernight || minutes < until) && beginsOn(weekday)) return 'today';
  if (isOvernight && minutes < until && beginsOn((weekday + 6) % 7)) return 'yesterday';
  return null;
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function wallClock(moment: Date, timeZone: string): WallClock {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(moment);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const day = { year: read('year'), month: read('month'), date: read('day') };
  const weekday = new Date(Date.UTC(day.year, day.month - 1, day.date)).getUTCDay();
  return { day, weekday, minutes: read('hour') * 60 + read('minute') };
}

function nextDay({ year, month, date }: Day): Day {
  const next = new Date(Date.UTC(year, month - 1, date + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, date: next.getUTCDate() };
}

/** A time that a changed clock leaves out is the moment right after the gap. */
function instantOf({ year, month, date }: Day, minutes: number, timeZone: string): Date {
  const asUtc = Date.UTC(year, month - 1, date) + minutes * MINUTE;
  const guesses = [0, 1].map((round) => asUtc - offsetAt(asUtc - round * DAY_MINUTES * MINUTE, timeZone));
  const exact = guesses.map((guess) => asUtc - offsetAt(guess, timeZone)).find((each) => isAt(each));
  return new Date(exact ?? Math.max(...guesses));

  function isAt(moment: number): boolean {
    return moment + offsetAt(moment, timeZone) === asUtc;
  }
}

/** How far the wall clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const { day, minutes } = wallClock(new Date(moment), timeZone);
  const wall = Date.UTC(day.year, day.month - 1, day.date) + minutes * MINUTE;
  return wall - Math.floor(moment / MINUTE) * MINUTE;
}
