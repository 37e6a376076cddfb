/** The order of the queue as Redis keeps it. Every answer may be `away`; what it says is a hint, never a claim. */
import { randomUUID } from 'node:crypto';
import type { ExecutionId } from '@gauntlet/contract';
import type { Redis } from 'ioredis';
import type { QueueLine, QueuePlace } from '../../executions/index.ts';
import type { RedisLink } from './redis-link.ts';
import {
  BEGIN_FILLING,
  DROP,
  END_FILLING,
  FORGET,
  IS_WHOLE,
  LEASE,
  LOOK,
  PUT,
  RANK,
  type Script,
} from './scripts.ts';

/** Arrivals of one priority; priorities go from 0 to 100, so that every place is a whole number below 2^51. */
const ARRIVALS = 2 ** 44;
const HIGHEST_PRIORITY = 100;

/** The first in line has the least. */
export const placeNumber = ({ priority, arrival }: Pick<QueuePlace, 'priority' | 'arrival'>): number =>
  (HIGHEST_PRIORITY - priority) * ARRIVALS + arrival;

/** Without a sign of life for so long, a server that fills it is taken for dead. */
const FILLING_SECONDS = 30;

export type Look = { executionIds: ExecutionId[] /** Null: the end of the line. */; next: string | null };

export type RedisOrder = ReturnType<typeof createRedisOrder>;

/** @param installationId of the database: several may share one Redis */
export function createRedisOrder(link: RedisLink, installationId: string, leaseMs: number) {
  const key = (name: string) => `{gauntlet:${installationId}}:${name}`; // one slot of a cluster
  const keys = ['lines', 'later', 'places', 'leased', 'whole', 'filling'].map(key);
  const [lines = '', later = '', , leased = '', , filling = ''] = keys;
  const run = (script: Script, args: readonly (string | number)[]) =>
    link.ask((client) => runScript(client, script, keys, args));
  return {
    put: (places: readonly QueuePlace[], now: Date) =>
      run(
        PUT,
        places.flatMap((place) => [place.executionId, place.line, placeNumber(place), dueOf(place, now)]),
      ),
    /** @param line null: that which they were put into */
    drop: (line: QueueLine | null, executionIds: readonly ExecutionId[]) =>
      run(DROP, [line ?? '', ...executionIds]),
    /** Lines that there have been. */
    lines: () => link.ask(async (client) => (await client.smembers(lines)) as QueueLine[]),
    /** Of these those that are empty. */
    forget: (empty: readonly QueueLine[]) => run(FORGET, empty),
    /** From a place on; `lost` when the order is not whole. */
    look: async (
      line: QueueLine,
      now: Date,
      from: string,
      count: number,
    ): Promise<Look | 'lost' | 'away'> => {
      const answer = (await run(LOOK, [line, now.getTime(), from, count])) as string[] | null | 'away';
      if (answer === null) return 'lost';
      if (answer === 'away') return answer;
      const [last, ...executionIds] = answer;
      return { executionIds: executionIds as ExecutionId[], next: last ? `(${last}` : null };
    },
    lease: (executionId: ExecutionId) => run(LEASE, [executionId, leaseMs]),
    release: (executionId: ExecutionId) => link.ask((client) => client.zrem(leased, executionId)),
    /** 1 is next. Null: not known. */
    positionOf: async (executionId: ExecutionId, now: Date): Promise<number | null> => {
      const rank = await run(RANK, [executionId, now.getTime()]);
      return typeof rank === 'number' ? rank + 1 : null;
    },
    isWhole: async () => {
      const found = await run(IS_WHOLE, []);
      return found === 'away' ? found : found === 1;
    },
    /**
     * From now on the order is not to be used.
     *
     * @returns what `endFilling` is to be given; `taken`: another server is at it
     */
    beginFilling: async (): Promise<{ mark: string } | 'taken' | 'away'> => {
      const mark = randomUUID();
      const begun = await run(BEGIN_FILLING, [mark, FILLING_SECONDS]);
      if (begun === 'away') return begun;
      return begun === 1 ? { mark } : 'taken';
    },
    goOnFilling: () => link.ask((client) => client.expire(filling, FILLING_SECONDS)),
    /** `lost`: Redis was emptied meanwhile. */
    endFilling: async (mark: string): Promise<'whole' | 'lost' | 'away'> => {
      const answer = await run(END_FILLING, [mark]);
      if (answer === 'away') return answer;
      return answer === 1 ? 'whole' : 'lost';
    },
    /** Who is in line from behind one place to another, both included where they are null. */
    between: async (line: QueueLine, after: QueuePlace | null, to: QueuePlace | null, limit: number) =>
      link.ask(async (client) => {
        const least = after === null ? '-inf' : `(${placeNumber(after)}`;
        const most = to === null ? '+inf' : String(placeNumber(to));
        return (await client.zrangebyscore(
          `${lines}:${line}`,
          least,
          most,
          'LIMIT',
          0,
          limit,
        )) as ExecutionId[];
      }),
    /** Which of them stand beside the line until they are due. */
    laterAmong: async (executionIds: readonly ExecutionId[]) =>
      link.ask(async (client) => {
        const due = executionIds.length === 0 ? [] : await client.zmscore(later, ...executionIds);
        return new Set(executionIds.filter((_, index) => due[index] !== null));
      }),
  };
}

const dueOf = ({ dueAt }: QueuePlace, now: Date): number | '' =>
  dueAt !== null && dueAt > now ? dueAt.getTime() : '';

/** By its digest: the text is sent once to each Redis. */
async function runScript(
  client: Redis,
  { lua, sha }: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys.length, ...keys, ...args);
  } catch (cause) {
    if (!(cause instanceof Error && cause.message.startsWith('NOSCRIPT'))) throw cause;
    return client.eval(lua, keys.length, ...keys, ...args);
  }
}
