/**
 * UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 that count on within one (its method 1), 62 random ones.
 * What one server makes is in the order in which it was made, so that rows written together lie together.
 */
import type { Clock } from './clock.ts';

export type Ids = { next<Id extends string>(): Id };

const COUNTER_END = 0x1000;
/** Counting begins below this, at random: ids of two servers seldom meet, and there is room to count. */
const COUNTER_START_END = 0x400;
/** A clock that was set back further than this is believed. */
const SLACK_MS = 1000;

export function createIds(clock: Clock): Ids {
  const random = createRandomWords();
  let milliseconds = 0;
  let counter = 0;
  const tick = (): void => {
    const now = clock.now().getTime();
    if (now > milliseconds || now < milliseconds - SLACK_MS) {
      milliseconds = now;
      counter = random() % COUNTER_START_END;
      return;
    }
    counter += 1;
    if (counter < COUNTER_END) return;
    milliseconds += 1;
    counter = 0;
  };
  return {
    next: <Id extends string>() => {
      tick();
      return uuidv7(milliseconds, counter, random(), random()) as Id;
    },
  };
}

/** In one go for many: each call to the system's generator costs more than an id does. */
function createRandomWords(): () => number {
  const words = new Uint32Array(1024);
  let used = words.length;
  return () => {
    if (used === words.length) {
      crypto.getRandomValues(words);
      used = 0;
    }
    const word = words[used] as number;
    used += 1;
    return word;
  };
}

function uuidv7(milliseconds: number, counter: number, high: number, low: number): string {
  const time = hex(milliseconds, 12);
  const variant = hex(0x8000_0000 + (high & 0x3fff_ffff), 8);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${variant.slice(0, 4)}-${variant.slice(4)}${hex(low, 8)}`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
