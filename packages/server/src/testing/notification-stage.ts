/** The HTTP stage with the notifier's work, step by step, over real transports to receivers on loopback. */
import type { ExecutionId, TestDefinitionInput } from '@gauntlet/contract';
import { registerNode } from '../adapters/postgres/node-inventory.ts';
import { createTransports, type TransportSettings } from '../boot/transports.ts';
import { claimDeliveries, type DeliverDeps, deliver, queueDeliveries } from '../notifications/index.ts';
import { COUNTS, FAILED } from './execution-stage.ts';
import { createHttpStage } from './http-stage.ts';
import { callApi } from './walk/things.ts';

export type NotificationStage = Awaited<ReturnType<typeof createNotificationStage>>;

const SETTINGS: TransportSettings = {
  version: 'test',
  outboundAllow: ['127.0.0.1'],
  smtp: { relay: null, from: 'gauntlet@example.org' },
  timeoutSeconds: 2,
};

export async function createNotificationStage(settings: Partial<TransportSettings> = {}) {
  const stage = await createHttpStage();
  const transports = createTransports({ ...SETTINGS, ...settings });
  const telling: DeliverDeps = {
    ...stage,
    transports,
    serverUrl: () => 'https://gauntlet.example.org',
    chance: () => 0,
  };
  const settle = async () => {
    while ((await stage.events.sequence(1000)) > 0);
    const take = () =>
      stage.events.consume('notifier', 500, (tx, events) => queueDeliveries(stage, tx, events));
    while ((await take()) > 0);
    // What the quotas came to is an event of its own.
    while ((await stage.events.sequence(1000)) > 0) while ((await take()) > 0);
  };
  await settle(); // a subscriber that was never seen begins at what comes from now on
  const api = (method: string, path: string, body?: object) =>
    callApi(stage, stage.token, `/api/v1${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ...stage,
    telling,
    settle,
    api,
    /** @returns the id of the channel. */
    channel: async (request: object) => String((await api('POST', '/channels', request)).channelId),
    rule: async (request: object) => String((await api('POST', '/notification-rules', request)).ruleId),
    /** All that is due, one after the other of each channel. */
    deliverDue: async () => {
      for (;;) {
        const claimed = await claimDeliveries(telling, 32);
        if (claimed.length === 0) return;
        await Promise.all(claimed.map((each) => deliver(telling, each)));
      }
    },
    standingsOf: async () => {
      const party = { teamId: stage.actor.teamId, userId: null };
      const standings = await stage.quotas.standings(party, stage.clock.now());
      return Object.fromEntries(standings.map(({ resource, used }) => [resource, used])) as Record<
        'executions',
        number
      >;
    },
    listDeliveries: async () => (await api('GET', '/deliveries?limit=500')).items as Delivery[],
    run: (outcome: Played, part: Partial<TestDefinitionInput> = {}) => runTest(stage, outcome, part),
  };
}

type Delivery = {
  deliveryId: string;
  status: string;
  attempts: number;
  events: string[];
  title: string;
  lastError: string | null;
  nextAttemptAt: string | null;
  response: { status: string; head: string } | null;
  channel: { channelId: string };
};

type Stage = Awaited<ReturnType<typeof createHttpStage>>;

/** `not-loaded`: its file holds no program, so there is no test to tell of. */
type Played = 'passed' | 'failed' | 'not-loaded';

const NOTHING = { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };
const notLoaded = (unitId: string) => ({
  ...{ type: 'unit-finished' as const, unitId, outcome: 'error' as const, exitCode: 1, durationMs: 5 },
  ...{ reason: 'unit-without-results' as const, counts: NOTHING },
  message: "SyntaxError: Unexpected token '}'\n    at one:7",
});

/** From its submission to its verdict. */
async function runTest(stage: Stage, outcome: Played, part: Partial<TestDefinitionInput>) {
  const submitted = await stage.submit(part);
  if (!submitted.ok) throw new Error(submitted.error.message);
  const executionId: ExecutionId = submitted.value.executionId;
  // A node that says nothing for a minute is gone, and the tests of one stage may take as long.
  const node = { name: 'here', host: 'here', cpuMillis: 8000, memoryBytes: 2 ** 34 };
  await registerNode(stage.database, node);
  await stage.schedule();
  await stage.launch();
  const [group] = await stage.groupsOf(executionId);
  if (!group) throw new Error('the execution has no group');
  const agent = stage.play(group);
  await agent.hello();
  await agent.plan(['one']);
  const claimed = await agent.claim();
  const unitId = claimed.units[0]?.unitId;
  if (unitId === undefined) throw new Error('there is no unit to claim');
  if (outcome === 'not-loaded') await agent.say(notLoaded(unitId));
  else await agent.report(unitId, outcome, 'adds <b>up</b>');
  await agent.finish(1, { passed: COUNTS, failed: FAILED, 'not-loaded': NOTHING }[outcome]);
  return executionId;
}
