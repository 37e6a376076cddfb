/** Times of the server (ISO 8601, UTC) as people read them: near ones relative, far ones in their own zone. */
export type MomentStyle = 'relative' | 'utc';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

const hourAndMinute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const dayAndMonth = { day: 'numeric', month: 'short' } as const;

const utcText = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`;

/** `12s ago`, `3m ago`, `5h ago`, `12 Nov 14:03`, `12 Nov 2024`; in UTC `2026-11-12 14:03Z`. */
export function momentText(iso: string, now: number, style: MomentStyle = 'relative'): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (style === 'utc') return utcText(at);
  const age = now - at.getTime();
  if (age < -MINUTE) return `in ${ageText(-age)}`;
  if (age < 5_000) return 'just now';
  if (age < DAY) return `${ageText(age)} ago`;
  if (age < 300 * DAY) {
    return format('en-GB', { ...dayAndMonth, ...hourAndMinute })
      .format(at)
      .replace(',', '');
  }
  return format('en-GB', { ...dayAndMonth, year: 'numeric' }).format(at);
}

function ageText(age: number): string {
  if (age < MINUTE) return `${Math.floor(age / 1000)}s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`;
  if (age < 2 * DAY) return `${Math.floor(age / HOUR)}h`;
  return `${Math.floor(age / DAY)}d`;
}

/** The whole of it: `12 Nov 2026, 14:03:22 CET`; in UTC the ISO text. */
export function exactMomentText(iso: string, style: MomentStyle = 'relative'): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (style === 'utc') return at.toISOString();
  return format('en-GB', {
    ...dayAndMonth,
    ...hourAndMinute,
    year: 'numeric',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}
