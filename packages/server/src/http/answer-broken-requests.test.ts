import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { Problem } from '@gauntlet/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeHttpDeps } from '../testing/fake-http-deps.ts';
import { createHttpServer } from './server.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = createHttpServer(fakeHttpDeps());
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

async function say(text: string): Promise<{ head: string; problem: Problem }> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.write(text);
  await once(socket, 'close');
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { head, problem: Problem.parse(JSON.parse(body)) };
}

it.each([
  [
    'headers longer than are read',
    `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
    431,
    'headers-too-large',
  ],
  ['what is no HTTP', 'HELLO\r\n\r\n', 400, 'invalid-request'],
])('%s are answered with a problem like everything else', async (_, text, status, code) => {
  const { head, problem } = await say(text);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toContain('content-type: application/problem+json');
  expect(head).toContain(`x-request-id: ${problem.instance}`);
  expect(problem).toMatchObject({ status, code });
});
