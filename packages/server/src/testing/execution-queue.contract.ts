/** What every execution queue must do, whoever keeps its order. Its ports are those the server binds. */
import type { EnvironmentId, ExecutionId } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerNode } from '../adapters/postgres/node-inventory.ts';
import {
  cancelExecution,
  expireExecution,
  moveExecution,
  scheduleInCluster,
  scheduleNext,
} from '../executions/index.ts';
import { addEnvironments } from './cluster-places.ts';
import { clearQueue, FAILED, type Stage } from './execution-stage.ts';
import { fakeNode } from './fake-pods.ts';

type QueueScene = {
  stage: Stage /** Rows were changed behind the queue's back. */;
  reset(): Promise<void>;
  close(): Promise<void>;
};

/** `create`: a stage of its own for the suite, with the queue on it, ready for use. */
export function executionQueueContract(name: string, create: () => Promise<QueueScene>): void {
  describe(`${name}, as the queue of executions`, () => {
    let stage: Stage;
    let scene: QueueScene;
    let places: Record<'staging' | 'other', EnvironmentId>;
    beforeAll(async () => {
      scene = await create();
      stage = scene.stage;
      places = await addEnvironments(stage, ['staging', 'other']);
    });
    afterAll(() => scene?.close());
    beforeEach(async () => {
      await stage.showNode();
      await clearQueue(stage);
      stage.pods.nodes = [fakeNode('node-1')];
      await scene.reset();
    });

    const submitted = async (part: Parameters<Stage['submit']>[0] = {}): Promise<ExecutionId> => {
      const result = await stage.submit(part);
      if (!result.ok) throw new Error(result.error.message);
      return result.value.executionId;
    };
    const next = (nodeName = 'here') =>
      stage.inTransaction(async (tx) => {
        const found = await stage.queue.next(tx, stage.clock.now(), nodeName);
        return found?.executionId ?? null;
      });
    const nextIn = (environment: 'staging' | 'other') =>
      stage.inTransaction(async (tx) => {
        const found = await stage.queue.nextIn(tx, stage.clock.now(), places[environment]);
        return found?.executionId ?? null;
      });
    const scheduleIn = (environment: 'staging' | 'other') => scheduleInCluster(stage, places[environment]);
    const scheduledIn = async (environment: 'staging' | 'other'): Promise<ExecutionId[]> => {
      const order: ExecutionId[] = [];
      for (
        let one = await scheduleIn(environment);
        one.outcome === 'scheduled';
        one = await scheduleIn(environment)
      )
        order.push(one.execution.executionId);
      return order;
    };
    /** So many who look at once, again and again. */
    const lookTogether = async <Seen>(look: () => Promise<Seen>): Promise<Seen[]> => {
      const seen = Array.from({ length: 8 }, async () => {
        const own: Seen[] = [];
        for (let count = 0; count < 12; count += 1) own.push(await look());
        return own;
      });
      return (await Promise.all(seen)).flat();
    };
    const positions = (executionIds: readonly ExecutionId[]) =>
      Promise.all(executionIds.map((id) => stage.queue.positionOf(id, stage.clock.now())));
    const scheduled = async (): Promise<ExecutionId[]> => {
      const order: ExecutionId[] = [];
      for (let one = await stage.schedule(); one.outcome === 'scheduled'; one = await stage.schedule())
        order.push(one.execution.executionId);
      return order;
    };

    it('gives the highest priority first, and within one who came first', async () => {
      const ids: ExecutionId[] = [];
      for (const priority of [50, 50, 0, 100, 51, 50]) ids.push(await submitted({ priority }));
      const order = [3, 4, 0, 1, 5, 2].map((index) => ids[index]);
      expect(await scheduled()).toEqual(order);
      expect(await next()).toBeNull();
    });

    it('what was looked at and not taken is the next again, at once', async () => {
      const first = await submitted();
      await submitted();
      expect([await next(), await next(), await next()]).toEqual([first, first, first]);
    });

    it('what was taken in a transaction that fails is the next again', async () => {
      const first = await submitted();
      const failed = stage.inTransaction(async (tx) => {
        const found = await stage.queue.next(tx, stage.clock.now(), 'here');
        if (!found) throw new Error('nothing is there');
        await moveExecution(stage, tx, found, 'resources-available');
        throw new Error('the server stumbles');
      });
      await expect(failed).rejects.toThrow('the server stumbles');
      expect(await next()).toBe(first);
      expect(await positions([first])).toEqual([1]);
    });

    it('says the exact position, which changes with what comes, is taken and goes', async () => {
      const low = await submitted({ priority: 10 });
      const middle = await submitted({ priority: 20 });
      const high = await submitted({ priority: 30 });
      expect(await positions([low, middle, high])).toEqual([3, 2, 1]);
      expect(await stage.schedule()).toMatchObject({ execution: { executionId: high } });
      expect(await positions([low, middle, high])).toEqual([2, 1, null]);
      await cancelExecution(stage, { actor: stage.actor, executionId: middle });
      expect(await positions([low, middle, high])).toEqual([1, null, null]);
    });

    it('gives nothing that was cancelled or has expired', async () => {
      const cancelled = await submitted({ priority: 90 });
      const expired = await submitted({ priority: 80, timeouts: { queueSeconds: 60 } });
      const stays = await submitted({ timeouts: { queueSeconds: 3600 } });
      await cancelExecution(stage, { actor: stage.actor, executionId: cancelled });
      stage.clock.moveBy(61);
      await expireExecution(stage, expired);
      expect(await scheduled()).toEqual([stays]);
    });

    it('knows nothing of what a submission that was rolled back would have put there', async () => {
      const first = await submitted();
      const failed = stage.inTransaction(async (tx) => {
        const found = await stage.executions.lock(tx, first);
        if (!found) throw new Error('it is not there');
        await moveExecution(stage, tx, found, 'user-cancelled');
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect(await positions([first])).toEqual([1]);
      expect(await next()).toBe(first);
    });

    it('a retry waits until it is due, and then has the place of its arrival', async () => {
      const retried = await submitted({ retries: { attempts: 1, backoffSeconds: 5 } });
      await stage.schedule();
      const later = await submitted();
      await stage.launch();
      const [group] = await stage.groupsOf(retried);
      if (!group) throw new Error('there is no group');
      const lead = stage.play(group);
      await lead.hello();
      await lead.plan(['bad']);
      const [unit] = (await lead.claim()).units;
      await lead.report(unit?.unitId ?? '', 'failed');
      await lead.finish(1, FAILED);
      const waiting = await stage.executions.find(retried);
      expect(waiting).toMatchObject({ status: 'retrying' });
      expect(await next()).toBe(later);
      expect(await positions([retried, later])).toEqual([null, 1]);
      const seconds = ((waiting?.retryAt?.getTime() ?? 0) - stage.clock.now().getTime()) / 1000;
      expect(seconds).toBeGreaterThan(0);
      stage.clock.moveBy(seconds);
      expect(await positions([retried, later])).toEqual([1, 2]);
      expect(await scheduled()).toEqual([retried, later]);
      expect(await stage.executions.find(retried)).toMatchObject({ attempt: 1 });
    });

    it('skips what another transaction holds', async () => {
      const [first, second] = [await submitted(), await submitted()];
      await stage.inTransaction(async (tx) => {
        await stage.executions.lock(tx, first);
        expect(await next()).toBe(second);
      });
      expect(await next()).toBe(first);
    });

    it('gives a node only what it could run if it were empty, in the same order', async () => {
      const node = { name: 'small', host: 'small', cpuMillis: 2000, memoryBytes: 2 ** 31 };
      await registerNode(stage.database, node);
      const large: ExecutionId[] = [];
      for (let count = 0; count < 20; count += 1)
        large.push(await submitted({ priority: 60, resources: { cpu: 3 } }));
      const [small, smaller] = [
        await submitted({ resources: { cpu: 2 } }),
        await submitted({ priority: 40 }),
      ];
      expect(await next('small')).toBe(small);
      expect(await scheduleNext({ ...stage, nodeName: 'small' })).toMatchObject({
        execution: { executionId: small },
      });
      expect(await next('small')).toBe(smaller);
      expect(await next('here')).toBe(large[0]);
      expect(await next('unknown')).toBeNull();
      await stage.database.deleteFrom('server_nodes').where('node_name', '=', 'small').execute();
    });

    it('gives each execution to one of many who ask at once, the first of the line first', async () => {
      const ids: ExecutionId[] = [];
      for (let count = 0; count < 12; count += 1) ids.push(await submitted({ resources: { cpu: '100m' } }));
      const taken = await Promise.all(Array.from({ length: 20 }, () => stage.schedule()));
      const got = taken.flatMap((one) => (one.outcome === 'scheduled' ? [one.execution.executionId] : []));
      expect(got.toSorted()).toEqual(ids.toSorted());
      expect(await next()).toBeNull();
    });

    it('what does not fit now keeps its place, and nothing overtakes it', async () => {
      await submitted({ resources: { cpu: 7 } });
      const waits = await submitted({ resources: { cpu: 4 } });
      const behind = await submitted({ resources: { cpu: '100m' } });
      expect((await stage.schedule()).outcome).toBe('scheduled');
      expect([(await stage.schedule()).outcome, (await stage.schedule()).outcome]).toEqual(['full', 'full']);
      expect(await positions([waits, behind])).toEqual([1, 2]);
    });

    it('nothing overtakes what does not fit, however many look at it at the same moment', async () => {
      const waits = await submitted({ resources: { cpu: 7 } });
      await submitted({ priority: 90, resources: { cpu: 4 } });
      expect((await stage.schedule()).outcome).toBe('scheduled');
      await submitted({ resources: { cpu: '100m' } });
      const outcomes = await lookTogether(async () => (await stage.schedule()).outcome);
      expect(new Set(outcomes)).toEqual(new Set(['full']));
      expect(await next()).toBe(waits);
    });

    describe('of an environment in a cluster', () => {
      const inStaging = (part: Parameters<Stage['submit']>[0] = {}) =>
        submitted({ environmentName: 'staging', ...part });

      it('has a line of its own, by priority and arrival, and says the exact position in it', async () => {
        const ids: ExecutionId[] = [];
        for (const priority of [50, 0, 100, 50]) ids.push(await inStaging({ priority }));
        const elsewhere = await submitted({ environmentName: 'other', priority: 10 });
        const here = await submitted({ priority: 10 });
        expect(await positions(ids)).toEqual([2, 4, 1, 3]);
        expect(await positions([elsewhere, here])).toEqual([1, 1]);
        expect(await scheduledIn('staging')).toEqual([2, 0, 3, 1].map((index) => ids[index]));
        expect(await nextIn('staging')).toBeNull();
        expect([await nextIn('other'), await next()]).toEqual([elsewhere, here]);
      });

      it('loses what is cancelled or has expired, and the others move up', async () => {
        const cancelled = await inStaging({ priority: 90 });
        const expired = await inStaging({ priority: 80, timeouts: { queueSeconds: 60 } });
        const stays = await inStaging({ timeouts: { queueSeconds: 3600 } });
        expect(await positions([cancelled, expired, stays])).toEqual([1, 2, 3]);
        await cancelExecution(stage, { actor: stage.actor, executionId: cancelled });
        stage.clock.moveBy(61);
        await expireExecution(stage, expired);
        expect(await positions([cancelled, expired, stays])).toEqual([null, null, 1]);
        expect(await nextIn('staging')).toBe(stays);
      });

      it('gives again what was looked at, and what was taken in a transaction that failed', async () => {
        const first = await inStaging();
        await inStaging();
        expect([await nextIn('staging'), await nextIn('staging')]).toEqual([first, first]);
        const failed = stage.inTransaction(async (tx) => {
          const found = await stage.queue.nextIn(tx, stage.clock.now(), places.staging);
          if (!found) throw new Error('nothing is there');
          await moveExecution(stage, tx, found, 'resources-available');
          throw new Error('the server stumbles');
        });
        await expect(failed).rejects.toThrow('the server stumbles');
        expect(await nextIn('staging')).toBe(first);
        expect(await positions([first])).toEqual([1]);
      });

      it('skips what another transaction holds', async () => {
        const [first, second] = [await inStaging(), await inStaging()];
        await stage.inTransaction(async (tx) => {
          await stage.executions.lock(tx, first);
          expect(await nextIn('staging')).toBe(second);
        });
        expect(await nextIn('staging')).toBe(first);
      });

      it('gives each to one of many who ask at once', async () => {
        const ids: ExecutionId[] = [];
        for (let count = 0; count < 12; count += 1) ids.push(await inStaging({ resources: { cpu: '100m' } }));
        const taken = await lookTogether(() => scheduleIn('staging'));
        const got = taken.flatMap((one) => (one.outcome === 'scheduled' ? [one.execution.executionId] : []));
        expect(got.toSorted()).toEqual(ids.toSorted());
        expect(await nextIn('staging')).toBeNull();
      });

      it('nothing overtakes what does not fit there, however many look at it at the same moment', async () => {
        await inStaging({ priority: 90, resources: { cpu: 2 } });
        expect((await scheduleIn('staging')).outcome).toBe('scheduled');
        const waits = await inStaging({ resources: { cpu: 3 } });
        const behind = await inStaging({ resources: { cpu: '100m' } });
        const outcomes = await lookTogether(async () => (await scheduleIn('staging')).outcome);
        expect(new Set(outcomes)).toEqual(new Set(['full']));
        expect(await positions([waits, behind])).toEqual([1, 2]);
      });
    });
  });
}
