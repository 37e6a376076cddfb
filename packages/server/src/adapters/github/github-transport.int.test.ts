/** GitHub's library against a real HTTP server that answers as GitHub's documentation says. */
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
import { createGithubTransport } from './github-transport.ts';

const FAILED = runNotice('failed', { passed: 245, failed: 5 });
const COMMIT = FAILED.run.commit ?? '';

const parsed = parseOutboundAllow('127.0.0.1');
if (!parsed.ok) throw new Error(parsed.message);
const transport = createGithubTransport(
  createGuardedFetch({ allowed: parsed.allowed, timeoutSeconds: 2, mostBytes: 1_000_000 }),
  'test',
);

type Row = Record<string, unknown> & { id: number };

function createRepository() {
  const statuses: Row[] = [];
  const checks: Row[] = [];
  const answer = ({ method, path, body, headers }: Received, response: ServerResponse): unknown => {
    if (headers.authorization !== 'Bearer ghp_good')
      return answerJson(response, 401, { message: 'Bad credentials' });
    const { pathname } = new URL(path, 'http://here');
    const given = body === '' ? {} : JSON.parse(body);
    if (pathname === `/repos/acme/shop/statuses/${COMMIT}`) {
      statuses.unshift({ id: statuses.length + 1, ...given });
      return answerJson(response, 201, statuses[0]);
    }
    if (pathname === `/repos/acme/shop/commits/${COMMIT}/statuses`)
      return answerJson(response, 200, statuses);
    if (method === 'POST' && pathname === '/repos/acme/shop/check-runs') {
      checks.push({ id: checks.length + 1, ...given });
      return answerJson(response, 201, checks.at(-1));
    }
    if (pathname === `/repos/acme/shop/commits/${COMMIT}/check-runs`)
      return answerJson(response, 200, { total_count: checks.length, check_runs: checks });
    const check = checks.find(({ id }) => pathname === `/repos/acme/shop/check-runs/${id}`);
    if (check) return answerJson(response, 200, Object.assign(check, given));
    return answerJson(response, pathname === '/repos/acme/shop' ? 200 : 404, { message: 'Not Found' });
  };
  return { statuses, checks, answer };
}

let receiver: HttpReceiver;
let repository: ReturnType<typeof createRepository>;
beforeEach(async () => {
  repository = createRepository();
  receiver = await createHttpReceiver(repository.answer);
});
afterEach(() => receiver.close());

const orders = (report: 'status' | 'check', token = 'ghp_good') =>
  createSendOrders({
    kind: 'github',
    settings: { repository: 'acme/shop', report, apiUrl: receiver.url },
    secrets: { token },
  });

describe('a commit status', () => {
  it('says it in the words of the specification, under the name of the definition', async () => {
    await transport.send(orders('status').order(runNotice(null)));
    await transport.send(orders('status').order(FAILED));
    expect(repository.statuses).toMatchObject([
      { state: 'failure', description: '\u2717 Tests Failed (245/250)', context: 'gauntlet/checkout' },
      { state: 'pending', description: 'Tests Running' },
    ]);
    expect(repository.statuses[0]?.target_url).toBe(
      `https://gauntlet.example.org/executions/${FAILED.run.executionId}`,
    );
    await transport.send(orders('status').order(runNotice('timeout')));
    expect(repository.statuses[0]).toMatchObject({ state: 'error' });
  });

  it('is made once, also when whether it arrived is not known', async () => {
    const sending = orders('status');
    await transport.send(sending.order(FAILED));
    expect(await transport.send(sending.order(FAILED))).toMatchObject({ sent: 'yes' });
    expect(repository.statuses).toHaveLength(1);
  });
});

describe('a check run', () => {
  it('is one for an execution, from its beginning to its end, and its text is no Markdown', async () => {
    const begun = await transport.send(orders('check').order(runNotice(null)));
    if (begun.sent !== 'yes') throw new Error(begun.message);
    await transport.send(orders('check').order(FAILED, { earlier: begun.reference }));
    expect(repository.checks).toMatchObject([
      {
        status: 'completed',
        conclusion: 'failure',
        head_sha: COMMIT,
        output: { title: '\u2717 Tests Failed (245/250)' },
      },
    ]);
    const output = repository.checks[0]?.output as { summary: string };
    expect(output.summary).toMatch(/^```text\n[\s\S]*\n```$/);
  });

  it('is found again after a server died', async () => {
    const sending = orders('check');
    await transport.send(sending.order(FAILED));
    expect(await transport.send({ ...sending.order(FAILED), own: null })).toMatchObject({
      sent: 'yes',
      reference: { checkRunId: '1' },
    });
    expect(repository.checks).toHaveLength(1);
  });
});

describe('GitHub', () => {
  it('whose answer is not of GitHub says so, and is not asked again', async () => {
    await receiver.close();
    receiver = await createHttpReceiver((_, response) => answerJson(response, 200, { fine: true }));
    for (const sending of [orders('check').order(FAILED), { ...orders('status').order(FAILED), attempt: 2 }])
      expect(await transport.send(sending)).toMatchObject({
        ...{ sent: 'no', again: 'never', blames: 'channel', response: { status: '200' } },
        message: expect.stringMatching(/gave no (check run|list of commit statuses) as GitHub does/),
      });
  });

  it('that refuses says why, and the token is in nothing', async () => {
    const outcome = await transport.send(orders('status', 'ghp_bad').order(FAILED));
    expect(outcome).toMatchObject({
      ...{ sent: 'no', again: 'never', response: { status: '401' } },
      message: expect.stringMatching(/^GitHub answered 401\. The token .*set-secret/),
    });
    expect(JSON.stringify(outcome)).not.toContain('ghp_bad');
  });

  it('that is busy or broken is asked again, a limit by 403 too', async () => {
    const answered = async (status: number, headers = {}, body = {}) => {
      receiver.answers.next = (_received, response) => answerJson(response, status, body, headers);
      return transport.send(orders('status').order(FAILED));
    };
    expect(await answered(502)).toMatchObject({ sent: 'no', again: 'later' });
    const limited = await answered(
      403,
      { 'retry-after': '60' },
      { message: 'You have exceeded a secondary rate limit' },
    );
    expect(limited).toMatchObject({ sent: 'no', again: 'later', retryAfterSeconds: 60 });
    expect(await answered(403, {}, { message: 'Resource not accessible' })).toMatchObject({
      ...{ sent: 'no', again: 'never' },
      message: expect.stringContaining('right to write commit statuses'),
    });
  });

  it('is asked for the repository when a channel is tried', async () => {
    const test = {
      about: 'test',
      events: [],
      at: FAILED.at,
      team: { teamId: FAILED.run.teamId, name: 't' },
      channelName: 'c',
      by: 'ada',
    } as const;
    expect(await transport.send(orders('status').order(test))).toMatchObject({ sent: 'yes' });
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /repos/acme/shop',
    ]);
  });
});
