/**
 * What every executor of pods must do. It runs on the fake API server and, by `npm run test:cluster`, on a real
 * cluster: it waits for what the cluster does, and takes nothing for granted of how long that takes.
 */
import type { ExecutionId, GroupId } from '@gauntlet/contract';
import { scoreNodes } from '@gauntlet/core/executions';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PodEnd, PodExecutor, PodOrder, PodRef, SeenPod } from '../executions/index.ts';
import { systemClock } from '../kernel/clock.ts';
import { createIds } from '../kernel/ids.ts';

export type PodStage = {
  environmentId: PodOrder['environmentId'];
  /** Another server of the same installation, or the same one after a restart. */
  open(): PodExecutor;
  /** With a shell. */
  image: string;
  missingImage: string;
  /** What is there of the installation: `jobs/name`, `pods/name`, `secrets/name`. */
  list(): Promise<string[]>;
  /** For what the cluster does by itself. */
  patienceSeconds: number;
  pollMs: number;
  close(): Promise<void>;
};

const CANCELLED: PodEnd = { class: 'cancelled', reason: 'ended-by-us', message: 'Ended by a user.' };
const FAR_TOO_MANY_MILLIS = 10_000_000;

export function podExecutorContract(name: string, prepare: () => Promise<PodStage>): void {
  describe(`${name}, as an executor of pods`, () => {
    const ids = createIds(systemClock);
    let stage: PodStage;
    let executor: PodExecutor;
    let opened: PodExecutor[] = [];
    beforeAll(async () => {
      stage = await prepare();
    });
    afterAll(async () => {
      await stage.close();
    });
    const open = (): PodExecutor => {
      const one = stage.open();
      opened.push(one);
      return one;
    };
    beforeEach(() => {
      executor = open();
    });
    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      opened = [];
    });

    const orderOf = (more: Partial<PodOrder> = {}): PodOrder => ({
      environmentId: stage.environmentId,
      executionId: ids.next<ExecutionId>(),
      groupId: ids.next<GroupId>(),
      ...{ index: 0, attempt: 1, parallelism: 1, definitionName: 'The contract of pods' },
      ...{ image: stage.image, cpuMillis: 10, memoryBytes: 16 * 2 ** 20, spot: null, runSeconds: 600 },
      ...{ token: 'a-token-of-no-group', secrets: { GREETING: 'hello' }, placement: [] },
      ...more,
    });
    const eventually = (work: () => Promise<unknown>) =>
      expect.poll(work, { timeout: stage.patienceSeconds * 1000, interval: stage.pollMs });
    const lookFor = async (order: PodRef, by = executor): Promise<SeenPod | null> => {
      const seen = await by.look(order.environmentId);
      return seen.ok ? (seen.value.find(({ groupId }) => groupId === order.groupId) ?? null) : null;
    };
    const launched = async (more: Partial<PodOrder> = {}) => {
      const order = orderOf(more);
      expect(await executor.launch(order)).toMatchObject({ outcome: 'made' });
      return order;
    };
    const gone = (order: PodRef) =>
      eventually(async () => {
        const ended = await executor.end(order, CANCELLED, 'at-once');
        return ended.ok ? ended.value : ended.error;
      }).toBe('gone');
    const phaseOf = async (order: PodRef, by = executor) =>
      (await lookFor(order, by))?.standing.phase ?? null;

    it('makes a pod for an order, which runs, and is seen with its group and its node', async () => {
      const order = await launched({ index: 3, parallelism: 5 });
      await eventually(() => phaseOf(order)).toBe('running');
      const { executionId, groupId } = order;
      const jobName = `test-exec-${executionId}-group-3`;
      const seen = await lookFor(order);
      expect(seen).toMatchObject({ executionId, groupId, index: 3, attempt: 1, jobName });
      expect([seen?.podName, seen?.nodeName]).toEqual([expect.any(String), expect.any(String)]);
      expect(seen?.createdAt.getTime()).toBeGreaterThan(0);
      await gone(order);
    });

    it('makes nothing twice, whoever is given the same order', async () => {
      const order = await launched();
      expect(await executor.launch({ ...order, token: 'another' })).toMatchObject({ outcome: 'made' });
      expect(await open().launch({ ...order, token: 'and-another' })).toMatchObject({ outcome: 'made' });
      await eventually(() => phaseOf(order)).toBe('running');
      const own = (await stage.list()).filter((one) => one.includes(order.executionId));
      expect(own.map((one) => one.split('/')[0]).toSorted()).toEqual(['jobs', 'pods', 'secrets']);
      await gone(order);
    });

    it('knows after a restart what runs', async () => {
      const order = await launched();
      await eventually(() => phaseOf(order)).toBe('running');
      await executor.close();
      executor = open();
      await eventually(() => phaseOf(order)).toBe('running');
      await gone(order);
    });

    it('tells when something has changed', async () => {
      const told: string[] = [];
      executor.onChange((environmentId) => told.push(environmentId));
      const order = await launched();
      await eventually(() => phaseOf(order)).toBe('running');
      await eventually(async () => new Set(told)).toEqual(new Set([stage.environmentId]));
      await gone(order);
    });

    it('ends a group for the reason it was given, with all that belongs to it', async () => {
      const order = await launched();
      await eventually(() => phaseOf(order)).toBe('running');
      expect(await executor.end(order, CANCELLED, 'usual')).toEqual({ ok: true, value: 'ending' });
      await eventually(async () => (await lookFor(order))?.standing).toMatchObject({
        phase: 'ended',
        end: CANCELLED,
      });
      await gone(order);
      await eventually(async () =>
        (await stage.list()).filter((one) => one.includes(order.executionId)),
      ).toEqual([]);
    });

    it('ends one that it has never seen, and what is not there', async () => {
      const order = await launched();
      const another = open();
      const ended = await another.end(order, CANCELLED, 'at-once');
      expect(ended).toEqual({ ok: true, value: 'ending' });
      await gone(order);
      expect(await another.end(orderOf(), CANCELLED, 'usual')).toEqual({ ok: true, value: 'gone' });
    });

    it('finds what it has never seen, and nothing where all is gone', async () => {
      const order = await launched();
      expect(await open().lookFor(order)).toEqual({ ok: true, value: 'there' });
      await gone(order);
      expect(await executor.lookFor(order)).toEqual({ ok: true, value: 'gone' });
    });

    it('says that an image is not there, whose matter it is, and that the cluster will not end it', async () => {
      const order = await launched({ image: stage.missingImage });
      await eventually(async () => (await lookFor(order))?.standing).toMatchObject({
        phase: 'stuck',
        end: { class: 'user-error', reason: expect.stringMatching(/^image-(not-found|unauthorized)$/) },
      });
      await gone(order);
    });

    it('says that no node could ever hold a pod', async () => {
      const order = await launched({ cpuMillis: FAR_TOO_MANY_MILLIS });
      await eventually(async () => (await lookFor(order))?.standing).toMatchObject({
        phase: 'stuck',
        end: { class: 'user-error', reason: 'never-fits' },
      });
      await gone(order);
    });

    it('knows what room there is, and whom it is kept from', async () => {
      const { environmentId } = stage;
      const size = { cpuMillis: 10, memoryBytes: 16 * 2 ** 20, image: null, spot: null };
      const room = await executor.room(environmentId, size);
      if (!room.ok) throw new Error(room.error.message);
      const { nodes, request } = room.value;
      // What the agent beside the tests asks for is counted in.
      expect(request.cpuMillis).toBeGreaterThan(size.cpuMillis);
      expect(scoreNodes(nodes, request).some(({ fits }) => fits)).toBe(true);
      const larger = { ...request, cpuMillis: FAR_TOO_MANY_MILLIS };
      expect(scoreNodes(nodes, larger).some(({ fits }) => fits)).toBe(false);
    });

    it('has no log of a group that is not there', async () => {
      const log = await executor.readLog(orderOf(), { bytes: 1000 });
      expect(log).toEqual({ ok: true, value: new Uint8Array() });
    });

    it('refuses an order that could not be a pod, and makes nothing of it', async () => {
      const order = orderOf({ secrets: { GREETING: 'with a \0' } });
      expect(await executor.launch(order)).toMatchObject({
        outcome: 'refused',
        end: { class: 'user-error' },
      });
      expect((await stage.list()).filter((one) => one.includes(order.executionId))).toEqual([]);
    });

    it('has left nothing behind', async () => {
      await eventually(() => stage.list()).toEqual([]);
    });
  });
}
