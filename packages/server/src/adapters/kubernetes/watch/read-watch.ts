/** One watch, from a version on to its end. */
import { OutboundError } from '@gauntlet/host/guarded-fetch';
import { LineTooLong, readLines } from '../api/read-lines.ts';
import type { ApiTrouble, Rest } from '../api/rest.ts';
import { judgeAnswer, type StatusAnswer } from '../standing/judge-answer.ts';

/** `seen`: made or changed. */
export type WatchedChange<Item> = { type: 'seen' | 'deleted'; object: Item };

/**
 * - `in-time`: it came to its end, and goes on from `version`.
 * - `too-old`: the API server does not remember that version any more.
 * - `broken`: the connection ended, or what came was no watch. Nothing may be missing, and much may be.
 * - `refused`: it did not begin, or the API server ended it with another error.
 */
export type WatchEnd =
  | { end: 'in-time'; version: string }
  | { end: 'too-old' }
  | { end: 'broken'; why: string }
  | { end: 'refused'; trouble: ApiTrouble };

export type WatchOrder = {
  path: string;
  query: Readonly<Record<string, string>>;
  version: string;
  /** After which the API server ends it. */
  seconds: number;
  signal: AbortSignal;
};

type Line = { type?: string; object?: { metadata?: { resourceVersion?: string } } & StatusAnswer };

/** An object of Kubernetes has 1.5 MiB at most, and a little more as JSON. */
const MOST_LINE_BYTES = 8 * 2 ** 20;
/** What an API server that ends nothing by itself gets. */
const SLACK_SECONDS = 15;

export async function readWatch<Item>(
  rest: Rest,
  { path, query, version, seconds, signal }: WatchOrder,
  on: { opened(): void; change(change: WatchedChange<Item>): void },
): Promise<WatchEnd> {
  const opened = await rest.open(path, {
    ...query,
    ...{ watch: '1', allowWatchBookmarks: 'true' },
    ...{ resourceVersion: version, timeoutSeconds: String(seconds) },
  });
  if (!opened.ok)
    return isTooOld(opened.error) ? { end: 'too-old' } : { end: 'refused', trouble: opened.error };
  const { body, close } = opened.value;
  on.opened();
  let overdue = false;
  const timer = setTimeout(
    () => {
      overdue = true;
      close();
    },
    (seconds + SLACK_SECONDS) * 1000,
  );
  signal.addEventListener('abort', close);
  let known = version;
  try {
    for await (const text of readLines(body, MOST_LINE_BYTES)) {
      const { type, object } = JSON.parse(text) as Line;
      if (type === 'ERROR') return endedBy(object ?? {});
      known = object?.metadata?.resourceVersion ?? known;
      if (type === 'ADDED' || type === 'MODIFIED') on.change({ type: 'seen', object: object as Item });
      else if (type === 'DELETED') on.change({ type: 'deleted', object: object as Item });
    }
    return { end: 'in-time', version: known };
  } catch (cause) {
    if (overdue) return { end: 'broken', why: `it did not end within ${seconds} s` };
    if (cause instanceof OutboundError || cause instanceof LineTooLong || cause instanceof SyntaxError)
      return { end: 'broken', why: cause.message };
    throw cause;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', close);
    close();
  }
}

/** With HTTP 200 it says within the watch what went wrong. */
function endedBy(answer: StatusAnswer): WatchEnd {
  const trouble: ApiTrouble = { code: 'answered', answer };
  return isTooOld(trouble) ? { end: 'too-old' } : { end: 'refused', trouble };
}

const isTooOld = (trouble: ApiTrouble) =>
  trouble.code === 'answered' && judgeAnswer(trouble.answer) === 'relist';
