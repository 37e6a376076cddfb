/** All loops of this server, and the order in which they start and end. */
import type { ServerRole } from '../config.ts';
import type {
  ArchiveDeps,
  EndDeps,
  Group,
  GroupFailuresDeps,
  HistoryDeps,
  LaunchDeps,
  PodExecutor,
  QueueKeeper,
  RunSchedulesDeps,
  ScheduleDeps,
  TendDeps,
  WatchDeps,
} from '../executions/index.ts';
import { groupFailures, loseGroup, recordHistory, releaseLaunches } from '../executions/index.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createClustersLoop } from '../loops/clusters.ts';
import { createCollectorLoop } from '../loops/collector.ts';
import { createDeadlinesLoop } from '../loops/deadlines.ts';
import { createDeliveriesLoop } from '../loops/deliveries.ts';
import { createIdleExitLoop } from '../loops/idle-exit.ts';
import { createJanitorLoop, type JanitorDeps } from '../loops/janitor.ts';
import { createLauncherLoop } from '../loops/launcher.ts';
import { createLoop } from '../loops/loop.ts';
import { createMetricsLoop, type MetricsDeps } from '../loops/metrics.ts';
import { createPushedMetricsLoop, type PushedMetrics } from '../loops/pushed-metrics.ts';
import { createQueueKeeperLoop } from '../loops/queue-keeper.ts';
import { createSchedulerLoop } from '../loops/scheduler.ts';
import { createSchedulesLoop } from '../loops/schedules.ts';
import { createSequencerLoop } from '../loops/sequencer.ts';
import { createConsumerLoop } from '../loops/subscriber.ts';
import { createWatcherLoop } from '../loops/watcher.ts';
import { type DeliverDeps, notify, type QueueDeps, queueDeliveries } from '../notifications/index.ts';

export type LoopDeps = ScheduleDeps &
  LaunchDeps &
  WatchDeps &
  EndDeps &
  ArchiveDeps &
  GroupFailuresDeps &
  RunSchedulesDeps &
  JanitorDeps &
  MetricsDeps &
  HistoryDeps &
  QueueDeps &
  DeliverDeps &
  Omit<TendDeps, 'pods'> & {
    pods: PodExecutor | null;
    wakes: WakeListener;
    roles: readonly ServerRole[];
    serverName: string;
    registerNode(): Promise<void>;
    /** Null: the queue is kept once. */
    queueKeeper: QueueKeeper | null;
    idleExitSeconds: number | null;
    /** Null: agents push none. */
    pushedMetrics: PushedMetrics | null;
    lastRequestAt(): Date;
    exit(): void;
  };

/** The name of its checkpoint. */
const HISTORY = 'history';
const NODE_SECONDS = 15;

export type Loops = {
  wakeWatcher(): void;
  start(): Promise<void>;
  stopTakingWork(): Promise<void>;
  endOwnGroups(): Promise<void>;
  stop(): Promise<void>;
};

export function createLoops(deps: LoopDeps): Loops {
  const schedules = deps.roles.includes('scheduler');
  const watcher = createWatcherLoop(deps);
  const { pods } = deps;
  const taking = schedules
    ? [
        watcher,
        createSchedulerLoop(deps),
        createLauncherLoop(deps),
        ...(pods ? [createClustersLoop({ ...deps, pods })] : []),
      ]
    : [];
  const others = [
    createMetricsLoop(deps),
    ...(schedules ? schedulerLoops(deps) : []),
    ...(deps.roles.includes('notifier') ? [createNotifierLoop(deps), createDeliveriesLoop(deps)] : []),
    ...(deps.idleExitSeconds === null
      ? []
      : [createIdleExitLoop({ ...deps, idleSeconds: deps.idleExitSeconds })]),
  ];
  return {
    wakeWatcher: watcher.wake,
    start: async () => {
      if (schedules) {
        await deps.registerNode();
        await releaseLaunches(deps);
      }
      for (const loop of [...others, ...taking]) loop.start();
    },
    stopTakingWork: () => stopAll(taking),
    endOwnGroups: async () => {
      if (schedules) await endOwnGroups(deps);
    },
    stop: async () => {
      await stopAll(others);
      await deps.queueKeeper?.close();
    },
  };
}

const schedulerLoops = (deps: LoopDeps) => [
  createDeadlinesLoop(deps),
  createSequencerLoop(deps),
  createCollector(deps),
  createSchedulesLoop(deps),
  createConsumerLoop(deps, 'failure-causes', (tx, events) => groupFailures(deps, tx, events)),
  createJanitorLoop(deps),
  createConsumerLoop(deps, HISTORY, (tx, events) => recordHistory(deps, tx, events)),
  createNodeLoop(deps),
  ...(deps.queueKeeper ? [createQueueKeeperLoop({ ...deps, queueKeeper: deps.queueKeeper })] : []),
  ...(deps.pushedMetrics ? [createPushedMetricsLoop(deps, deps.pushedMetrics)] : []),
];

/** What waits for the last pod of an execution waits no longer than that. */
function createCollector(deps: LoopDeps) {
  const collector = createCollectorLoop(deps);
  deps.pods?.onChange(() => collector.wake());
  return collector;
}

const stopAll = async (loops: readonly { stop(): Promise<void> }[]) => {
  await Promise.all(loops.map((loop) => loop.stop()));
};

const createNodeLoop = (deps: LoopDeps) =>
  createLoop({
    name: 'node registration',
    everySeconds: NODE_SECONDS,
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    work: async () => {
      await deps.registerNode();
      return 'done';
    },
  });

const createNotifierLoop = (deps: LoopDeps) =>
  createConsumerLoop(deps, 'notifier', async (tx, events) => {
    await queueDeliveries(deps, tx, events);
    notify(deps, events);
  });

/** At a shutdown: agents of this host give back what they have not finished; the next start goes on with it. */
async function endOwnGroups(deps: LoopDeps): Promise<void> {
  const told = await listOwn(deps);
  await Promise.all(told.map((group) => deps.executor.stop(group)));
  const deadline = deps.clock.now().getTime() + (deps.agentLimits.graceSeconds + 3) * 1000;
  const isLeft = async () => (await listOwn(deps)).length > 0 || (await isAnyAlive(deps, told));
  while ((await isLeft()) && deps.clock.now().getTime() < deadline) await pause(100);
  for (const group of await listOwn(deps)) {
    await deps.executor.kill(group);
    await loseGroup(deps, group.groupId, {
      why: 'the server was stopped',
      reason: 'group-lost',
      status: 'ended',
    });
  }
}

/** An agent has said its last word a moment before its process ends. */
const isAnyAlive = async ({ executor }: LoopDeps, groups: readonly Group[]) =>
  (await Promise.all(groups.map((group) => executor.isAlive(group)))).includes(true);

async function listOwn({ groups, executor, nodeName }: LoopDeps) {
  const launched = (await groups.listAlive(nodeName)).filter((group) => group.launchClaimedAt !== null);
  const owned = await Promise.all(launched.map((group) => executor.owns(group)));
  return launched.filter((_, place) => owned[place]);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
