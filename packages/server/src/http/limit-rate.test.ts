import type { TokenId } from '@gauntlet/contract';
import { Problem } from '@gauntlet/contract';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT_TOKEN, fakeHttpDeps, TEAM } from '../testing/fake-http-deps.ts';
import { createHttpServer } from './server.ts';

let app: FastifyInstance;
beforeEach(() => {
  app = createHttpServer(
    fakeHttpDeps({
      settings: { requestsPerMinute: 3, agentRequestsPerMinute: 5 },
      identity: {
        authenticate: async (token: string) =>
          token.startsWith('gnt_known')
            ? {
                userId: TEAM as never,
                username: 'ada',
                teamId: TEAM,
                teamName: 'engines',
                roles: [],
                scopes: ['read'],
                tokenId: token as TokenId,
                tokenName: null,
                sessionId: null,
                projectId: null,
                projectName: null,
                granted: ['read'],
                via: 'token',
                address: null,
                requestId: null,
              }
            : null,
      },
      readers: { queue: async () => ({ items: [], running: 0 }) },
    }),
  );
});
afterEach(() => app.close());

const ask = (token: string | null, remoteAddress = '10.0.0.1') =>
  app.inject({
    url: '/api/v1/queue',
    remoteAddress,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
const statuses = async (times: number, token: string | null, address?: string) => {
  const seen: number[] = [];
  for (let time = 0; time < times; time += 1) seen.push((await ask(token, address)).statusCode);
  return seen;
};

describe('requests a minute', () => {
  it('are counted for a token, from whichever address it comes', async () => {
    expect(await statuses(2, 'gnt_known1', '10.0.0.1')).toEqual([200, 200]);
    expect(await statuses(2, 'gnt_known1', '10.0.0.2')).toEqual([200, 429]);
  });

  it('are counted for each of two tokens of one address by itself', async () => {
    expect(await statuses(4, 'gnt_known1')).toEqual([200, 200, 200, 429]);
    expect(await statuses(4, 'gnt_known2')).toEqual([200, 200, 200, 429]);
  });

  it('are counted by address without a token, and for tokens that nobody knows, however many', async () => {
    expect(await statuses(2, null)).toEqual([401, 401]);
    expect((await ask('gnt_guess1')).statusCode).toBe(401);
    expect((await ask('gnt_guess2')).statusCode).toBe(429);
    expect((await ask(null, '10.0.0.2')).statusCode).toBe(401);
    expect((await ask('gnt_known1')).statusCode).toBe(200);
  });

  it('of an agent are counted for its group, and no person notices', async () => {
    const beat = () =>
      app.inject({
        method: 'POST',
        url: '/agent/v1/claim',
        headers: { authorization: `Bearer ${AGENT_TOKEN}` },
      });
    for (let time = 0; time < 5; time += 1) expect((await beat()).statusCode).toBe(400);
    expect((await beat()).statusCode).toBe(429);
    expect(await statuses(1, 'gnt_known1')).toEqual([200]);
  });

  it('are told with each answer, and when to come again with the refusal', async () => {
    const first = await ask('gnt_known1');
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' });
    await statuses(2, 'gnt_known1');
    const refused = await ask('gnt_known1');
    const { status, code, detail } = Problem.parse(refused.json());
    expect({ status, code }).toEqual({ status: 429, code: 'rate-limited' });
    const seconds = Number(refused.headers['retry-after']);
    expect(detail).toBe(`More than 3 requests in a minute. Wait ${seconds} s.`);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers).toMatchObject({ 'ratelimit-remaining': '0', 'ratelimit-reset': String(seconds) });
  });

  it('of all tokens of an address are counted together, and the headers tell what is left of the tighter', async () => {
    for (const name of ['a', 'b', 'c', 'd'])
      expect(await statuses(3, `gnt_known-${name}`)).toEqual([200, 200, 200]);
    const refused = await ask('gnt_known-e');
    const seconds = Number(refused.headers['retry-after']);
    expect(Problem.parse(refused.json())).toMatchObject({
      status: 429,
      code: 'rate-limited',
      detail: `More than 12 requests in a minute from this address. Wait ${seconds} s.`,
    });
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '12', 'ratelimit-remaining': '0' });
    expect((await ask('gnt_known-f', '10.0.0.2')).headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
    });
  });

  it('of one address are told before they run out', async () => {
    for (const name of ['a', 'b', 'c']) await statuses(3, `gnt_known-${name}`);
    expect((await ask('gnt_known-d')).headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
    });
    await statuses(1, 'gnt_known-d');
    expect((await ask('gnt_known-e')).headers).toMatchObject({
      'ratelimit-limit': '12',
      'ratelimit-remaining': '0',
    });
  });

  it('that one token was refused are not taken from the others of its address', async () => {
    expect((await statuses(30, 'gnt_known-a')).filter((status) => status === 200)).toHaveLength(3);
    expect(await statuses(3, 'gnt_known-b')).toEqual([200, 200, 200]);
  });
});
