/** What a look costs and covers, with many thousands waiting. */
import type { ExecutionId } from '@gauntlet/contract';
import { beforeEach, expect, it } from 'vitest';
import type { QueuePlace, QueueTruth } from '../../executions/index.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { silentLog } from '../../testing/silent-log.ts';
import type { RedisLink } from './redis-link.ts';
import { placeNumber, type RedisOrder } from './redis-order.ts';
import { createRedisQueueKeeper, PAGE, PAGES_A_LOOK } from './redis-queue-keeper.ts';

const WAITING = 20_000;
const idOf = (arrival: number) => String(arrival) as ExecutionId;
const places: QueuePlace[] = Array.from({ length: WAITING }, (_, index) => ({
  ...{ executionId: idOf(index), line: 'local' as const, priority: 50, arrival: index, dueAt: null },
}));

/** In memory, all of one priority. */
function createScene() {
  const copy = new Set<ExecutionId>();
  const seen = {
    listed: 0,
    whole: false,
    isEmptiedAfter: Number.POSITIVE_INFINITY,
    ready: (() => undefined) as () => void,
  };
  let filling = false;
  const truth: Pick<QueueTruth, 'listLines' | 'listPlaces' | 'placesOf'> = {
    listLines: async () => ['local'],
    listPlaces: async (_, after, limit) => {
      const page = places.slice(after === null ? 0 : after.arrival + 1).slice(0, limit);
      seen.listed += page.length;
      return page;
    },
    placesOf: async (ids) => places.filter(({ executionId }) => ids.includes(executionId)),
  };
  const flush = () => {
    copy.clear();
    seen.whole = false;
    filling = false;
  };
  const order: Partial<RedisOrder> = {
    put: async (put) => {
      for (const { executionId } of put) copy.add(executionId);
      if (copy.size >= seen.isEmptiedAfter) {
        seen.isEmptiedAfter = Number.POSITIVE_INFINITY;
        flush();
      }
    },
    drop: async (_, gone) => {
      for (const id of gone) copy.delete(id);
    },
    isWhole: async () => seen.whole,
    beginFilling: async () => {
      filling = true;
      seen.whole = false;
      return { mark: 'mine' };
    },
    goOnFilling: async () => 1,
    endFilling: async () => {
      seen.whole = filling;
      return filling ? 'whole' : 'lost';
    },
    lines: async () => ['local'],
    laterAmong: async () => new Set<ExecutionId>(),
    between: async (_, after, to) => {
      const [least, most] = [after && placeNumber(after), to && placeNumber(to)];
      const numberOf = (id: ExecutionId) => placeNumber({ priority: 50, arrival: Number(id) });
      return [...copy].filter(
        (id) => (least === null || numberOf(id) > least) && (most === null || numberOf(id) <= most),
      );
    },
  };
  const link: RedisLink = {
    ask: async () => 'away',
    state: () => 'up',
    onReady: (heard) => {
      seen.ready = heard;
    },
    close: () => undefined,
  };
  const keeper = createRedisQueueKeeper({
    ...{ link, clock: createFakeClock(), log: silentLog },
    order: order as RedisOrder,
    truth: truth as QueueTruth,
  });
  return { keeper, copy, seen, flush };
}

let scene: ReturnType<typeof createScene>;
beforeEach(async () => {
  scene = createScene();
  await scene.keeper.mend();
  expect(scene.copy.size).toBe(WAITING);
  scene.seen.listed = 0;
});

it('a look at a queue that is whole reads a few pages of it, and looks one after the other all of it', async () => {
  const lost = idOf(WAITING - 1);
  scene.copy.delete(lost);
  await scene.keeper.mend();
  expect(scene.seen.listed).toBe(PAGE * (1 + PAGES_A_LOOK));
  const most = Math.ceil(WAITING / (PAGE * PAGES_A_LOOK));
  for (let looks = 1; looks <= most && !scene.copy.has(lost); looks += 1) await scene.keeper.mend();
  expect(scene.copy.has(lost)).toBe(true);
});

it('what is missing at the head of the line is put back at the very next look', async () => {
  for (let look = 0; look < 3; look += 1) {
    scene.copy.delete(idOf(look));
    await scene.keeper.mend();
    expect(scene.copy.has(idOf(look))).toBe(true);
  }
});

it('what does not wait is dropped, wherever it stands', async () => {
  const strange = [0.5, WAITING / 2 + 0.5, WAITING + 7].map(idOf);
  for (const id of strange) scene.copy.add(id);
  for (let looks = 0; looks <= WAITING / (PAGE * PAGES_A_LOOK); looks += 1) await scene.keeper.mend();
  expect(strange.filter((id) => scene.copy.has(id))).toEqual([]);
  expect(scene.copy.size).toBe(WAITING);
});

it('a copy that was emptied is filled at once; emptied again meanwhile it is not called whole, and is filled once more', async () => {
  let looks = 0;
  scene.keeper.onDoubt(() => {
    looks += 1;
  });
  scene.flush();
  scene.seen.isEmptiedAfter = WAITING / 2;
  await scene.keeper.mend();
  expect([scene.seen.whole, looks]).toEqual([false, 1]);
  await scene.keeper.mend();
  expect([scene.seen.whole, scene.copy.size]).toEqual([true, WAITING]);
});

it('after each connection all of it is looked at, whatever Redis says of itself', async () => {
  scene.copy.delete(idOf(WAITING - 1));
  scene.seen.ready();
  await scene.keeper.mend();
  expect(scene.copy.size).toBe(WAITING);
});
