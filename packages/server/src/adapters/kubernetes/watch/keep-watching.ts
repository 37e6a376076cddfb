/**
 * One kind of objects, for as long as it is wanted: listed, then watched from there, and listed again when the
 * watch cannot be trusted any more (its version is too old, its connection broke, the API server said no), and
 * every few minutes all the same. A watch that ends in time goes on where it was.
 *
 * It owns the loop and its pauses; what is seen belongs to the listener. It ends with its signal, and never throws.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiTrouble, Rest } from '../api/rest.ts';
import { listAll } from './list-all.ts';
import { readWatch, type WatchEnd, type WatchedChange } from './read-watch.ts';

export type WatchPace = {
  /** A watch lives so long, a quarter more or less. */
  watchSeconds: number;
  /** So often everything is listed again. */
  relistSeconds: number;
  firstPauseMs: number;
  mostPauseMs: number;
};

/** Watches are short, since one that a middlebox has cut off looks like one in which nothing happens. */
export const USUAL_WATCH_PACE: WatchPace = {
  watchSeconds: 120,
  relistSeconds: 600,
  firstPauseMs: 250,
  mostPauseMs: 30_000,
};

export type WatchListener<Item> = {
  /** Before a list is asked for. */
  begins(): void;
  /** Everything there is. */
  listed(items: readonly Item[]): void;
  changed(change: WatchedChange<Item>): void;
  /** What was sent could not be read as what it should be. */
  wrong(cause: unknown): void;
  /** It cannot be listed or watched now; null: it can again. */
  trouble(trouble: ApiTrouble | null): void;
};

export type Watched = {
  rest: Rest;
  path: string;
  query: Readonly<Record<string, string>>;
  pace: WatchPace;
  signal: AbortSignal;
};

export async function keepWatching<Item extends object>(
  watched: Watched,
  listener: WatchListener<Item>,
): Promise<void> {
  const { pace, signal } = watched;
  let from: { version: string; listedAt: number } | null = null;
  let failures = 0;
  while (!signal.aborted) {
    from ??= await unlessWrong(() => list(watched, listener), listener, null);
    const began = performance.now();
    const version: string | null = from?.version ?? null;
    const end: WatchEnd | null =
      version === null ? null : await unlessWrong(() => watch(watched, version, listener), listener, WRONG);
    if (signal.aborted) return;
    if (end?.end === 'refused') listener.trouble(end.trouble);
    if (from && end && isOfAge(began, pace)) failures = 0;
    if (from && end?.end === 'in-time' && isOfAge(began, pace)) {
      const isDue: boolean = performance.now() - from.listedAt >= pace.relistSeconds * 1000;
      from = isDue ? null : { ...from, version: end.version };
      continue;
    }
    from = null;
    failures += 1;
    // What is too old is listed at once, unless that is all there ever is.
    if (end?.end !== 'too-old' || failures > 1) await backOff(pace, failures, signal);
  }
}

const WRONG: WatchEnd = { end: 'broken', why: 'what was sent is not what Kubernetes sends' };

/** A cluster that sends objects of no shape is one that cannot be watched, and not the end of this server. */
async function unlessWrong<Item, Value>(
  work: () => Promise<Value>,
  listener: WatchListener<Item>,
  otherwise: Value,
): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    listener.wrong(cause);
    return otherwise;
  }
}

/** One that ends as soon as it has begun is no watch to go on from again and again. */
const isOfAge = (began: number, { firstPauseMs }: WatchPace) => performance.now() - began >= firstPauseMs;

async function list<Item extends object>({ rest, path, query }: Watched, listener: WatchListener<Item>) {
  listener.begins();
  const listedAt = performance.now();
  const listed = await listAll<Item>(rest, path, query);
  if (!listed.ok) {
    listener.trouble(listed.error);
    return null;
  }
  listener.listed(listed.value.items);
  return { version: listed.value.version, listedAt };
}

const watch = <Item extends object>(
  { rest, path, query, pace, signal }: Watched,
  version: string,
  listener: WatchListener<Item>,
) => {
  const seconds = Math.max(1, Math.round(pace.watchSeconds * (0.75 + Math.random() / 2)));
  return readWatch<Item>(
    rest,
    { path, query, version, seconds, signal },
    {
      opened: () => listener.trouble(null),
      change: listener.changed,
    },
  );
};

/** Twice as long each time, and each time at random: those who were cut off together do not come back together. */
async function backOff({ firstPauseMs, mostPauseMs }: WatchPace, failures: number, signal: AbortSignal) {
  const most = Math.min(mostPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 20));
  await pause(most * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined); // it was ended
}
