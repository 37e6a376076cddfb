/** From an execution's end to its receivers, over a real PostgreSQL and real servers on loopback. */
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpReceiver, type HttpReceiver } from '../testing/http-receiver.ts';
import { createNotificationStage, type NotificationStage } from '../testing/notification-stage.ts';
import { claimDeliveries, deliver, LEASE_SECONDS, queueDeliveries } from './index.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let stage: NotificationStage;
let receiver: HttpReceiver;
beforeAll(async () => {
  stage = await createNotificationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  receiver = await createHttpReceiver();
  await stage.database.updateTable('test_executions').set({ status: 'archived' }).execute();
});
afterEach(async () => {
  await receiver.close();
  for (const table of [
    'notification_rules',
    'notification_channels',
    'inbox_items',
    'notification_repeats',
  ] as const)
    await stage.database.deleteFrom(table).execute();
});

let made = 0;
const hook = (url = receiver.url) => {
  made += 1;
  return stage.channel({
    kind: 'webhook',
    name: `hook ${made}`,
    settings: { url },
    secrets: { signingKey: SECRET },
  });
};
const ruleFor = (channelIds: string[], part: object = {}) => {
  made += 1;
  return stage.rule({ name: `rule ${made}`, events: ['failed'], channelIds, ...part });
};
const told = () =>
  receiver.received.map(({ body }) => JSON.parse(body) as { id: string; type: string; data: Told });
type Told = {
  title: string;
  events: string[];
  execution: { executionId: string };
  failures: { name: string }[];
};
const only = async () => {
  const [delivery, ...others] = await stage.listDeliveries();
  if (!delivery || others.length > 0) throw new Error(`there are ${others.length + 1} deliveries`);
  return delivery;
};

describe('a verdict', () => {
  it('arrives once, signed, in the words of the specification, with what failed', async () => {
    const channelId = await hook();
    await ruleFor([channelId]);
    const executionId = await stage.run('failed', { name: 'checkout' });
    await stage.settle();
    await stage.deliverDue();
    await stage.settle();
    await stage.deliverDue();
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({
      type: 'gauntlet.execution.ended',
      data: {
        title: '\u2717 Tests Failed (0/1): checkout',
        events: ['failed'],
        execution: { executionId },
        failures: [{ name: 'adds <b>up</b>', message: 'no' }],
        link: `https://gauntlet.example.org/executions/${executionId}`,
      },
    });
    const [{ headers, body }] = receiver.received as [HttpReceiver['received'][0]];
    // An implementation that is not ours; its clock is the machine's, as the stage's was when it began.
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toBeTruthy();
    expect(() => new Webhook(SECRET).verify(`${body} `, headers as Record<string, string>)).toThrow();
    expect(await only()).toMatchObject({
      status: 'delivered',
      attempts: 1,
      response: { status: '200', head: 'ok' },
    });
  });

  it('of a file that did not load names it, with why, and leads to its log', async () => {
    await ruleFor([await hook()]);
    const executionId = await stage.run('not-loaded', { name: 'checkout' });
    await stage.settle();
    await stage.deliverDue();
    expect(told()[0]?.data).toMatchObject({
      title: '\u2717 Tests Failed (0/0): checkout',
      failures: [
        {
          ...{ resultId: null, name: 'one', suite: [], status: 'error', line: null },
          message: "Unit without results\nSyntaxError: Unexpected token '}'\n    at one:7",
          link: `https://gauntlet.example.org/executions/${executionId}?tab=logs&stream=output&group=0`,
        },
      ],
    });
  });

  it('of several rules for one channel arrives once, with all that they ask for', async () => {
    const channelId = await hook();
    await ruleFor([channelId], { events: ['failed'] });
    await ruleFor([channelId], { events: ['finished'] });
    await stage.run('failed');
    await stage.settle();
    await stage.deliverDue();
    expect(told().map(({ data }) => data.events)).toEqual([['failed', 'finished']]);
  });

  it('is matched once whichever server sees it, also when two look at the same moment', async () => {
    await ruleFor([await hook(), await hook()]);
    await stage.run('failed');
    await stage.events.sequence(1000);
    const take = () =>
      stage.events.consume('notifier', 500, (tx, events) => queueDeliveries(stage, tx, events));
    await Promise.all([take(), take(), take()]);
    await stage.settle();
    expect(await stage.listDeliveries()).toHaveLength(2);
  });

  it('is told to the definition\u2019s own channels by name', async () => {
    const channelId = await hook();
    const { name } = (await stage.api('GET', `/channels/${channelId}`)) as { name: string };
    await stage.run('failed', {
      name: 'own',
      notifications: [{ events: ['failed'], channels: [name.toUpperCase()] }],
    });
    await stage.settle();
    await stage.deliverDue();
    expect(told()).toHaveLength(1);
  });

  it('that is green after one that was not is a recovery', async () => {
    await ruleFor([await hook()], { events: ['recovered'] });
    await stage.run('failed', { name: 'mended' });
    stage.clock.moveBy(1);
    await stage.run('passed', { name: 'mended' });
    stage.clock.moveBy(1);
    await stage.run('passed', { name: 'mended' });
    await stage.settle();
    await stage.deliverDue();
    expect(told().map(({ data }) => data.title)).toEqual(['\u2713 Tests Passed (1/1): mended, recovered']);
  });

  it('is told once in the time that a rule says, of the same definition', async () => {
    await ruleFor([await hook()], { dedupeMinutes: 60 });
    for (const name of ['a', 'a', 'b']) await stage.run('failed', { name });
    await stage.settle();
    stage.clock.moveBy(3601);
    await stage.run('failed', { name: 'a' });
    await stage.settle();
    await stage.deliverDue();
    expect(
      told()
        .map(({ data }) => data.title.at(-1))
        .sort(),
    ).toEqual(['a', 'a', 'b']);
  });

  it('in quiet hours waits until they end', async () => {
    const now = stage.clock.now();
    const minute = (offset: number) => new Date(now.getTime() + offset * 60_000).toISOString().slice(11, 16);
    const quietHours = { from: minute(-60), until: minute(60), timeZone: 'UTC' };
    await ruleFor([await hook()], { quietHours });
    await stage.run('failed');
    await stage.settle();
    await stage.deliverDue();
    expect(told()).toEqual([]);
    stage.clock.moveBy(3600);
    await stage.deliverDue();
    expect(told()).toHaveLength(1);
  });
});

describe('a receiver', () => {
  it('that is down for a while is told when it is up again', async () => {
    await ruleFor([await hook()]);
    await receiver.stop();
    await stage.run('failed');
    await stage.settle();
    await stage.deliverDue();
    expect(await only()).toMatchObject({
      status: 'failed',
      attempts: 1,
      lastError: expect.stringMatching(/could not be reached: .*ECONNREFUSED.* Nothing listens there/),
    });
    await receiver.start();
    stage.clock.moveBy(60);
    await stage.deliverDue();
    expect(told()).toHaveLength(1);
    expect(await only()).toMatchObject({ status: 'delivered', attempts: 2, lastError: null });
  });

  it('that answers 500, or not at all, is told again, with the same id', async () => {
    let seen = 0;
    receiver.answers.next = (_received, response) => {
      seen += 1;
      if (seen === 1) response.writeHead(500).end('no');
      if (seen > 2) response.end('yes');
    };
    await ruleFor([await hook()]);
    await stage.run('failed');
    await stage.settle();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await stage.deliverDue();
      stage.clock.moveBy(600);
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(told().map(({ id }) => id)).size).toBe(1);
    expect(await only()).toMatchObject({ status: 'delivered', attempts: 3 });
  });

  it('that asks to wait is left alone as long, with everything of its channel', async () => {
    receiver.answers.next = (_received, response) => response.writeHead(429, { 'retry-after': '120' }).end();
    await ruleFor([await hook()]);
    await stage.run('failed', { name: 'first' });
    await stage.settle();
    await stage.deliverDue();
    await stage.run('failed', { name: 'second' });
    await stage.settle();
    receiver.answers.next = (_received, response) => void response.end();
    stage.clock.moveBy(119);
    await stage.deliverDue();
    expect(receiver.received).toHaveLength(1);
    stage.clock.moveBy(20);
    await stage.deliverDue();
    expect(receiver.received).toHaveLength(3);
    expect((await stage.listDeliveries()).map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  });

  it('that refuses for good is not asked again until somebody replays it', async () => {
    receiver.answers.next = (_received, response) => response.writeHead(410).end('gone');
    await ruleFor([await hook()]);
    await stage.run('failed');
    await stage.settle();
    await stage.deliverDue();
    stage.clock.moveBy(86_400);
    await stage.deliverDue();
    expect(receiver.received).toHaveLength(1);
    const dead = await only();
    expect(dead).toMatchObject({
      ...{ status: 'dead', response: { head: 'gone' } },
      lastError: expect.stringMatching(/^It answered 410\. .*channel change/),
    });
    receiver.answers.next = (_received, response) => void response.end();
    expect(await stage.api('POST', '/deliveries/replay', {})).toEqual({ replayed: 1 });
    await stage.deliverDue();
    expect(await only()).toMatchObject({ status: 'delivered', deliveryId: dead.deliveryId });
    await expect(stage.api('POST', `/deliveries/${dead.deliveryId}/replay`, {})).rejects.toThrow(
      /only dead ones/,
    );
  });

  it('that redirects is not followed', async () => {
    const elsewhere = await createHttpReceiver();
    receiver.answers.next = (_received, response) =>
      response.writeHead(307, { location: elsewhere.url }).end();
    await ruleFor([await hook()]);
    await stage.run('failed');
    await stage.settle();
    await stage.deliverDue();
    expect(elsewhere.received).toEqual([]);
    expect(await only()).toMatchObject({
      status: 'dead',
      lastError: expect.stringContaining('not followed'),
    });
    await elsewhere.close();
  });

  it('in a private network is refused unless whoever runs the server allows it', async () => {
    await ruleFor([await hook('http://10.255.255.1:9/x')]);
    await stage.run('failed');
    await stage.settle();
    await stage.deliverDue();
    expect(await only()).toMatchObject({
      status: 'dead',
      lastError: expect.stringMatching(/private network.*GAUNTLET_OUTBOUND_ALLOW/),
    });
  });

  it('that does not answer delays no other', async () => {
    const silent = await createHttpReceiver(() => undefined);
    await ruleFor([await hook(silent.url), await hook()]);
    await stage.run('failed');
    await stage.settle();
    const claimed = await claimDeliveries(stage.telling, 32);
    const ends: string[] = [];
    const sending = claimed.map(async (each) => {
      await deliver(stage.telling, each);
      ends.push(each.channelId);
    });
    await Promise.race(sending);
    expect([receiver.received.length, ends.length]).toEqual([1, 1]);
    await Promise.all(sending);
    const statuses = (await stage.listDeliveries()).map(({ status }) => status).sort();
    expect(statuses).toEqual(['delivered', 'failed']);
    await silent.close();
  });

  it('is told in order, one at a time, however many servers are at it', async () => {
    let underWay = 0;
    let most = 0;
    receiver.answers.next = (_received, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setImmediate(() => {
        underWay -= 1;
        response.end();
      });
    };
    await ruleFor([await hook()]);
    for (let place = 0; place < 8; place += 1) await stage.run('failed', { name: `run ${place}` });
    await stage.settle();
    await Promise.all(Array.from({ length: 8 }, () => stage.deliverDue()));
    await stage.deliverDue();
    expect(told().map(({ data }) => data.title.at(-1))).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(most).toBe(1);
  });
});

describe('a server that is killed', () => {
  it('between sending and recording has it sent again by another, with the same id, when the lease is over', async () => {
    await ruleFor([await hook()]);
    await stage.run('failed');
    await stage.settle();
    const [claimed] = await claimDeliveries(stage.telling, 32);
    if (!claimed) throw new Error('nothing is due');
    const dies = { ...stage.telling, inTransaction: () => Promise.reject(new Error('killed')) };
    await expect(deliver(dies, claimed)).rejects.toThrow('killed');
    await stage.deliverDue();
    expect(receiver.received).toHaveLength(1);
    stage.clock.moveBy(LEASE_SECONDS + 1);
    await stage.deliverDue();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([
      claimed.deliveryId,
      claimed.deliveryId,
    ]);
    expect(await only()).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('and comes back too late records nothing over what another has done', async () => {
    await ruleFor([await hook()]);
    await stage.run('failed');
    await stage.settle();
    const [late] = await claimDeliveries(stage.telling, 32);
    if (!late) throw new Error('nothing is due');
    stage.clock.moveBy(LEASE_SECONDS + 1);
    await stage.deliverDue();
    receiver.answers.next = (_received, response) => response.writeHead(500).end();
    await deliver(stage.telling, late);
    expect(await only()).toMatchObject({ status: 'delivered', attempts: 2 });
  });
});

describe('an inbox', () => {
  it('tells who submitted it of a failure, without a rule, and once', async () => {
    await stage.run('failed', { name: 'mine' });
    await stage.settle();
    const inbox = (await stage.api('GET', '/inbox')) as {
      items: { itemId: string; title: string; link: string }[];
      unread: number;
    };
    expect(inbox).toMatchObject({
      unread: 1,
      items: [{ title: '\u2717 Tests Failed (0/1): mine', readAt: null }],
    });
    const itemIds = inbox.items.map(({ itemId }) => itemId);
    expect(await stage.api('POST', '/inbox/read', { itemIds })).toEqual({ marked: 1, unread: 0 });
    expect(await stage.api('POST', '/inbox/read', {})).toEqual({ marked: 0, unread: 0 });
    expect(await stage.api('GET', '/inbox?show=unread')).toMatchObject({ items: [] });
  });
});

describe('a quota', () => {
  it('that is mostly used, or refused, is told once', async () => {
    const { teamId } = stage.actor;
    const quota = async (limit: number) => stage.api('PUT', `/teams/${teamId}/quotas/executions`, { limit });
    const used = (await stage.standingsOf()).executions;
    await ruleFor([await hook()], { events: ['quota'] });
    await quota(used + 2);
    await stage.run('passed');
    await stage.run('passed');
    expect((await stage.submit()).ok).toBe(false);
    await stage.settle();
    await stage.deliverDue();
    const types = (told() as { type: string; data: object }[]).map(({ type, data }) => [
      type,
      (data as { percent: number }).percent,
    ]);
    expect(types.filter(([type]) => type === 'gauntlet.quota.refused')).toEqual([
      ['gauntlet.quota.refused', 100],
    ]);
    expect(types.filter(([type]) => type === 'gauntlet.quota.used')).toEqual([['gauntlet.quota.used', 100]]);
    await stage.api('DELETE', `/teams/${teamId}/quotas/executions`);
  });
});

describe('what people see', () => {
  it('never holds a secret of a channel, nor does the database in the clear', async () => {
    const channelId = await hook();
    const shown = await stage.api('GET', `/channels/${channelId}`);
    expect(shown).toMatchObject({ secrets: ['signingKey'] });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    const rows = await stage.database.selectFrom('notification_channels').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(SECRET.slice(6));
    const audit = await stage.api('GET', '/audit?action=channel.*');
    expect(JSON.stringify(audit)).not.toContain(SECRET.slice(6));
    expect(JSON.stringify(stage.lines)).not.toContain(SECRET.slice(6));
  });

  it('of a rule is what it would tell of an execution, by each of its channels', async () => {
    const mail = await stage.channel({ kind: 'email', name: 'mail', settings: { to: ['team@example.org'] } });
    const ruleId = await ruleFor([await hook(), mail], { conditions: { branches: ['main'] } });
    const executionId = await stage.run('failed', { name: 'shown', tags: { branch: 'main' } });
    const preview = await stage.api('GET', `/notification-rules/${ruleId}/preview/${executionId}`);
    expect(preview).toMatchObject({
      told: 'yes',
      events: ['failed'],
      messages: expect.arrayContaining([
        expect.objectContaining({ kind: 'email', subject: '\u2717 Tests Failed (0/1): shown on main' }),
        expect.objectContaining({ kind: 'webhook', body: expect.objectContaining({ specversion: '1.0' }) }),
      ]),
    });
    const other = await stage.run('passed', { name: 'shown', tags: { branch: 'main' } });
    expect(await stage.api('GET', `/notification-rules/${ruleId}/preview/${other}`)).toMatchObject({
      told: 'no',
    });
  });

  it('lets both keys of a webhook sign for a day after it was changed', async () => {
    const channelId = await hook();
    const next = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    await stage.api('PATCH', `/channels/${channelId}`, { kind: 'webhook', secrets: { signingKey: next } });
    await ruleFor([channelId]);
    const signatures = async () => {
      await stage.run('failed');
      await stage.settle();
      await stage.deliverDue();
      return String(receiver.received.at(-1)?.headers['webhook-signature']).split(' ').length;
    };
    expect(await signatures()).toBe(2);
    stage.clock.moveBy(86_401);
    expect(await signatures()).toBe(1);
  });
});
