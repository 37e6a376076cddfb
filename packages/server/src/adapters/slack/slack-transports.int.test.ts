/** Slack's libraries against a real HTTP server that answers as Slack's documentation says. */
import type { ServerResponse } from 'node:http';
import { createGuardedFetch } from '@gauntlet/host/guarded-fetch';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerJson,
  createHttpReceiver,
  type HttpReceiver,
  type Received,
} from '../../testing/http-receiver.ts';
import { createSendOrders, runNotice } from '../../testing/send-orders.ts';
import { createSlackBotTransport } from './slack-bot-transport.ts';
import { createSlackWebhookTransport } from './slack-webhook-transport.ts';

const FAILED = runNotice('failed', { passed: 245, failed: 5 });

const parsed = parseOutboundAllow('127.0.0.1');
if (!parsed.ok) throw new Error(parsed.message);
const fetch = createGuardedFetch({ allowed: parsed.allowed, timeoutSeconds: 2, mostBytes: 1_000_000 });

type Message = Record<string, string> & { ts: string };

/** One channel of a workspace: what is posted, changed and listed. */
function createWorkspace() {
  const messages: Message[] = [];
  const calls: string[] = [];
  const refuse = new Map<string, string>();
  const answer = ({ path, body, headers }: Received, response: ServerResponse): unknown => {
    const method = path.replace('/api/', '');
    calls.push(method);
    const form = Object.fromEntries(new URLSearchParams(body)) as Message;
    if (headers.authorization !== 'Bearer xoxb-good')
      return answerJson(response, 200, { ok: false, error: 'invalid_auth' });
    const refused = refuse.get(method);
    if (refused !== undefined) return answerJson(response, 200, { ok: false, error: refused });
    if (method === 'chat.postMessage') {
      const ts = `1700000000.00000${messages.length}`;
      messages.push({ ...form, ts });
      return answerJson(response, 200, { ok: true, channel: 'C1', ts });
    }
    if (method === 'chat.update') {
      const found = messages.find(({ ts }) => ts === form.ts);
      if (!found) return answerJson(response, 200, { ok: false, error: 'message_not_found' });
      Object.assign(found, form);
      return answerJson(response, 200, { ok: true, channel: 'C1', ts: form.ts });
    }
    const inThread = method === 'conversations.replies';
    const listed = messages.filter((each) =>
      inThread ? each.thread_ts === form.ts : each.thread_ts === undefined,
    );
    const shown = listed.map(({ ts, metadata }) => ({ ts, metadata: JSON.parse(metadata ?? 'null') }));
    return answerJson(response, 200, { ok: true, messages: shown });
  };
  return { messages, calls, refuse, answer };
}

let receiver: HttpReceiver;
let workspace: ReturnType<typeof createWorkspace>;
beforeEach(async () => {
  workspace = createWorkspace();
  receiver = await createHttpReceiver(workspace.answer);
});
afterEach(() => receiver.close());

const botOrders = (token = 'xoxb-good') =>
  createSendOrders({
    kind: 'slack-bot',
    settings: { channel: 'C1', apiUrl: `${receiver.url}/api` },
    secrets: { token },
  });
const bot = createSlackBotTransport(fetch);

describe('a bot', () => {
  it('has one message for an execution, changed in place, with the failures in its thread', async () => {
    const started = await bot.send(botOrders().order(runNotice(null)));
    if (started.sent !== 'yes') throw new Error(started.message);
    expect(workspace.messages.map(({ text }) => text)).toEqual(['Tests Running: checkout on main']);
    await bot.send(botOrders().order(FAILED, { earlier: started.reference }));
    expect(workspace.messages.map(({ text, thread_ts }) => [text, thread_ts])).toEqual([
      ['\u2717 Tests Failed (245/250): checkout on main', undefined],
      [expect.stringContaining('Detailed Failure Report'), workspace.messages[0]?.ts],
    ]);
  });

  it('mentions nobody and links nowhere, whatever a test is called', async () => {
    await bot.send(botOrders().order(FAILED));
    const blocks = workspace.messages.map((each) => each.blocks).join('');
    expect(blocks).toContain('&lt;!channel&gt;');
    expect(blocks).not.toContain('<!channel>');
  });

  it('links each failure that fits, whole, and counts the others', async () => {
    const order = botOrders().order(runNotice('failed', { passed: 230, failed: 20 }));
    const long = order.details.failures.map((each) => ({ ...each, message: 'far too long '.repeat(200) }));
    await bot.send({ ...order, details: { ...order.details, failures: [...long, ...long] } });
    const [block] = JSON.parse(workspace.messages[1]?.blocks ?? '[]') as { text: { text: string } }[];
    const report = block?.text.text ?? '';
    expect(report.length).toBeLessThan(3000);
    const links = report.match(/<https:[^|>]*\?result=[^|>]*\|[^>]*>/g) ?? [];
    expect(links.length).toBeGreaterThan(2);
    expect(report.match(/https:/g)).toHaveLength(links.length);
    expect(report).toMatch(new RegExp(`\nand ${20 - links.length} more$`));
  });

  it('whose server died after posting finds its message again and posts none twice', async () => {
    const sending = botOrders();
    const forgets = { note: async () => Promise.reject(new Error('killed')) };
    expect(await bot.send(sending.order(FAILED, forgets))).toMatchObject({ sent: 'no', again: 'later' });
    expect(workspace.messages).toHaveLength(1);
    expect(await bot.send(sending.order(FAILED))).toMatchObject({ sent: 'yes' });
    expect(workspace.messages).toHaveLength(2); // and what failed, in its thread
    expect(await bot.send({ ...sending.order(FAILED), own: null })).toMatchObject({ sent: 'yes' });
    expect(workspace.messages).toHaveLength(2);
  });

  it('that may not read the history tells all the same', async () => {
    workspace.refuse.set('conversations.history', 'missing_scope');
    expect(await bot.send(botOrders().order(runNotice('passed'), { attempt: 2 }))).toMatchObject({
      sent: 'yes',
    });
    expect(workspace.messages).toHaveLength(1);
  });

  it('posts anew when somebody has deleted the message', async () => {
    const gone = { channel: 'C1', ts: '1600000000.000000' };
    await bot.send(botOrders().order(runNotice('passed'), { earlier: gone }));
    expect(workspace.calls).toEqual(['chat.update', 'chat.postMessage']);
  });

  it('that is refused is given up with Slack\u2019s reason; Slack\u2019s own troubles pass', async () => {
    const outcome = await bot.send(botOrders('xoxb-bad').order(FAILED));
    expect(outcome).toMatchObject({
      sent: 'no',
      again: 'never',
      message: expect.stringMatching(/^Slack answered invalid_auth\. .*channel set-secret/),
    });
    expect(JSON.stringify(outcome)).not.toContain('xoxb-bad');
    workspace.refuse.set('chat.postMessage', 'fatal_error');
    expect(await bot.send(botOrders().order(FAILED))).toMatchObject({ sent: 'no', again: 'later' });
  });

  it('waits as long as Slack asks', async () => {
    receiver.answers.next = (_received, response) => response.writeHead(429, { 'retry-after': '30' }).end();
    expect(await bot.send(botOrders().order(FAILED))).toMatchObject({
      sent: 'no',
      again: 'later',
      retryAfterSeconds: 30,
    });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('an incoming webhook', () => {
  const webhook = createSlackWebhookTransport(fetch);
  const orders = () =>
    createSendOrders({
      kind: 'slack-webhook',
      settings: {},
      secrets: { url: `${receiver.url}/services/T/B/secret` },
    });

  it('gets the words of the specification as JSON', async () => {
    receiver.answers.next = (_received, response) => void response.end('ok');
    expect(await webhook.send(orders().order(runNotice('passed')))).toMatchObject({
      sent: 'yes',
      response: { status: '200', head: 'ok' },
    });
    const body = JSON.parse(receiver.received[0]?.body ?? '');
    expect(body.text).toBe('\u2713 Tests Passed (250/250): checkout on main');
    expect(body.blocks[0].text.text).toContain('*\u2713 Tests Passed (250/250)*');
  });

  it('that is gone, busy, broken or silent says so, and never its address', async () => {
    const answered = async (status: number, headers = {}) => {
      receiver.answers.next = (_received, response) => response.writeHead(status, headers).end('no_service');
      return webhook.send(orders().order(FAILED));
    };
    const outcomes = [await answered(404), await answered(429, { 'retry-after': '7' }), await answered(503)];
    receiver.answers.next = () => undefined;
    outcomes.push(await webhook.send(orders().order(FAILED)));
    expect(outcomes).toMatchObject([
      {
        ...{ sent: 'no', again: 'never', blames: 'channel' },
        message: expect.stringMatching(
          /^Slack answered 404 no_service\. The incoming webhook was removed.*set-secret/,
        ),
      },
      { sent: 'no', again: 'later', retryAfterSeconds: 7 },
      { sent: 'no', again: 'later' },
      { sent: 'no', again: 'later', message: expect.stringContaining('did not answer within 2 s') },
    ]);
    await receiver.stop();
    outcomes.push(await webhook.send(orders().order(FAILED)));
    await receiver.start();
    expect(outcomes.at(-1)).toMatchObject({
      again: 'later',
      message: expect.stringMatching(/ECONNREFUSED.* Nothing listens there/),
    });
    expect(JSON.stringify(outcomes)).not.toContain('/services');
  });
});
