/** Texts of the command line as values; what cannot be read is refused with the reason. */
import { InvalidArgumentError } from 'commander';

export const collect = (value: string, before: string[] = []): string[] => [...before, value];

export function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

export function groupCount(text: string): number | 'auto' {
  if (text === 'auto') return 'auto';
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 500) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 to 500, or auto.');
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90`, `90s`, `10m`, `2h`, `1d`. @returns seconds */
export function duration(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text);
  const seconds = found === null ? 0 : Math.round(Number(found[1]) * (SECONDS[found[2] || 's'] ?? 1));
  if (seconds >= 1) return seconds;
  throw new InvalidArgumentError('It must be a time such as 90s, 10m or 2h.');
}

/** `0`, `500ms`, `90s`, `2m`, `1h`; a number alone is seconds. @returns milliseconds */
export function spanMs(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(ms|[smhd])?$/.exec(text);
  const unitMs = found?.[2] === 'ms' ? 1 : (SECONDS[found?.[2] || 's'] ?? 1) * 1000;
  if (found && Number(found[1]) * unitMs <= 7 * 86_400_000) return Math.round(Number(found[1]) * unitMs);
  throw new InvalidArgumentError('It must be a time such as 0, 500ms, 90s or 10m, a week at most.');
}

/** A number that need not be whole. */
export function numberWithin(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };
}

/** `auto`, or numbers of groups by commas; `8..64` doubles: 8, 16, 32, 64. */
export function groupCounts(text: string): number[] | 'auto' {
  if (text === 'auto') return 'auto';
  const counts = text.split(',').flatMap((part) => {
    const [from = '', to = from, ...rest] = part.trim().split('..');
    const [first, last] = [groupCount(from), groupCount(to)];
    if (first === 'auto' || last === 'auto' || rest.length > 0 || last < first)
      throw new InvalidArgumentError(`"${part}" must be a number, or two such as 8..64.`);
    return doubling(first, last);
  });
  return [...new Set(counts)].sort((a, b) => a - b);
}

function doubling(first: number, last: number): number[] {
  const counts: number[] = [];
  for (let count = first; count < last; count *= 2) counts.push(count);
  return [...counts, last];
}

/** A time, or how long ago: `2026-11-12T14:00:00Z`, `2h`, `7d`. @returns ISO 8601 in UTC */
export function pastMoment(text: string): string {
  if (/^\d+(?:\.\d+)?[smhd]$/.test(text)) return new Date(Date.now() - duration(text) * 1000).toISOString();
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new InvalidArgumentError('It must be a date, a time, or an age such as 2h or 7d.');
}

/** As `pastMoment`, but an age is handed on as one where the server keeps it. */
export const ageOrMoment = (text: string): string =>
  /^[1-9]\d{0,3}[mhd]$/.test(text) ? text : pastMoment(text);

/** A time to come, or how far away: `2026-12-24`, `7d`. @returns ISO 8601 in UTC */
export function comingMoment(text: string): string {
  if (/^\d+(?:\.\d+)?[smhd]$/.test(text)) return new Date(Date.now() + duration(text) * 1000).toISOString();
  const at = new Date(text);
  if (at.getTime() > Date.now()) return at.toISOString();
  throw new InvalidArgumentError('It must be a date or time to come, or how far away that is, such as 7d.');
}

export const commaList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
