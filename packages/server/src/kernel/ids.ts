import type { Clock } from './clock.ts';

/** `next()` gives a UUIDv7 (RFC 9562): the first 48 bits are milliseconds, the rest is random. */
export type Ids = { next<Id extends string>(): Id };

export function createIds(clock: Clock): Ids {
  return { next: <Id extends string>() => uuidv7(clock.now().getTime()) as Id };
}

function uuidv7(milliseconds: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = milliseconds.toString(16).padStart(12, '0');
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(13, 16)}-${variant.toString(16)}${random.slice(18, 20)}-${random.slice(20)}`;
}
