/**
 * What an agent without work does with its time: goes once through what is slow the first time (schemas
 * that compile themselves, the HTTP client, starting a process), so that the first test starts sooner.
 * Nothing depends on it: it touches no file, talks to nobody but itself, and may fail.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { Assignment } from '@gauntlet/contract';
import { SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { testEnvironment } from '@gauntlet/host/environment';
import { runProcess } from '../process/run-process.ts';
import { createCallServer } from '../server-client/call-server.ts';
import { createServerAddress } from '../server-client/server-address.ts';
import { createServerClient } from '../server-client/server-client.ts';

const ID = '01900000-0000-7000-8000-000000000000';
const UNIT = { unitId: ID, key: 'a', title: 'a' };
const ASSIGNMENT: Record<keyof Assignment, unknown> = {
  ...{
    executionId: ID,
    groupId: ID,
    groupIndex: 0,
    attempt: 0,
    lead: true,
    plan: 'there',
    frameworks: SHIPPED_FRAMEWORKS,
  },
  ...{ secrets: { A: 'a' }, contentSecret: 'a', contentCommit: 'a', nextSequence: 1, outboundAllow: [] },
  ...{ pushgatewayUrl: 'http://127.0.0.1', heartbeatSeconds: 30, graceSeconds: 10, orphanSeconds: 300 },
  definition: {
    ...{ name: 'a', framework: 'command', environment: { A: 'a' } },
    content: { type: 'inline', files: { a: 'a' } },
    commands: [{ name: 'a', run: 'true' }],
  },
};
const ANSWERS: Readonly<Record<string, object>> = {
  '/agent/v1/hello': ASSIGNMENT,
  '/agent/v1/claim': { order: 'run', units: [UNIT] },
  '/agent/v1/reports': { accepted: true, nextSequence: 2, order: 'go-on' },
  '/agent/v1/logs': { accepted: true, nextOffset: 1 },
  '/agent/v1/heartbeat': { order: 'go-on' },
};
const LONGEST_MS = 2000;

export const warmUp = async (): Promise<void> => {
  const environment = testEnvironment(process.env, {});
  const order = { command: ['true'], cwd: tmpdir(), environment, graceSeconds: 1, onOutput: () => undefined };
  await Promise.all([talkToItself(), runProcess(order)]);
};

const talkToItself = async (): Promise<void> => {
  const server = createServer((request, response) => {
    request.resume();
    const path = request.url?.split('?')[0] ?? '';
    response.setHeader('connection', 'close').end(JSON.stringify(ANSWERS[path] ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await callAll(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
};

const callAll = async (url: string): Promise<void> => {
  const signal = AbortSignal.timeout(LONGEST_MS);
  const address = createServerAddress(url, undefined);
  const client = createServerClient(createCallServer({ address, token: 'none', signal }));
  await client.hello({ agentVersion: '', pid: process.pid, host: '' });
  await client.report(Buffer.from('{}'));
  await client.claim(1);
  await client.sendLog('output', 0, Buffer.from('a'));
  await client.heartbeat();
};
