/** Amounts as people read them. */

/** `0.42s`, `3.1s`, `1m 20s`, `2h 05m`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)}s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours}h ${two(minutes)}m` : `${minutes}m ${two(rest)}s`;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A clock that runs: `0:07`, `12:40`, `1:02:03`. */
export function clockText(ms: number): string {
  const whole = Math.floor(Math.max(0, ms) / 1000);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** What is left, coarse enough not to flicker: `~8s left`, `~1m 20s left`. */
export function leftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const step = seconds > 600 ? 60 : seconds > 60 ? 10 : 1;
  const rounded = Math.max(1, Math.ceil(seconds / step) * step);
  if (rounded < 60) return `~${rounded}s left`;
  const minutes = Math.floor(rounded / 60);
  return rounded % 60 === 0 ? `~${minutes}m left` : `~${minutes}m ${rounded % 60}s left`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Decimal units, as disks and networks are sold: `812 B`, `1.2 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
