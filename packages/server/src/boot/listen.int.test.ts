import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkAddress, listen } from './listen.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(server: Server, host = '127.0.0.1'): Promise<number> {
  open.push(server.listen(0, host));
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

const answering = (status: number, body: string) =>
  createHttpServer((_, answer) => {
    answer.writeHead(status).end(body);
  });
const GAUNTLET = '{"status":"ok","service":"gauntlet"}';

describe('a port that is taken', () => {
  it.each([
    ['one that speaks no HTTP', () => createServer((socket) => socket.end('220 mail\r\n'))],
    ['one that answers 404', () => answering(404, 'not here')],
    ['one whose health is that of something else', () => answering(200, '{"status":"ok"}')],
    ['one that answers without end', () => createHttpServer((_, answer) => answerForEver(answer))],
  ])('by %s is said to be no Gauntlet server', async (_, make) => {
    const port = await serve(make());
    expect(await checkAddress({ host: '127.0.0.1', port })).toMatchObject({
      ok: false,
      error: {
        code: 'port-taken',
        message: expect.stringMatching(
          new RegExp(
            `^Port ${port} of 127\\.0\\.0\\.1 is taken by a program that does not answer as a Gauntlet`,
          ),
        ),
      },
    });
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::1', '[::1]'],
  ])('by a Gauntlet server at %s is told with the address it answers at', async (host, asked) => {
    const port = await serve(answering(200, GAUNTLET), host);
    const checked = await checkAddress({ host, port });
    expect(checked.ok || checked.error.message).toContain(
      `is taken by a Gauntlet server: http://${asked}:${port} answers`,
    );
  });

  it('between the check and the listening is refused in the same words', async () => {
    const port = await serve(answering(200, GAUNTLET));
    const where = { host: '127.0.0.1', port };
    const checked = await checkAddress(where);
    expect(checked.ok).toBe(false);
    expect(await listen(bound(), { ...where, lastPort: null })).toEqual(checked);
  });

  it('is no matter where none was asked for: another one is found', async () => {
    const lastPort = await serve(answering(200, GAUNTLET));
    const listening = await listen(bound(), { host: '127.0.0.1', port: null, lastPort });
    expect(listening).toMatchObject({ ok: true, value: expect.not.stringContaining(`:${lastPort}`) });
  });
});

it('a port that is free is given back by the check', async () => {
  const port = await serve(createServer());
  open.pop()?.close();
  expect(await checkAddress({ host: '127.0.0.1', port })).toEqual({ ok: true, value: null });
  expect(await listen(bound(), { host: '127.0.0.1', port, lastPort: null })).toEqual({
    ok: true,
    value: `127.0.0.1:${port}`,
  });
});

it('an address of another host is refused by name', async () => {
  expect(await checkAddress({ host: '192.0.2.1', port: null })).toMatchObject({
    ok: false,
    error: {
      code: 'host-not-here',
      message: expect.stringContaining('192.0.2.1 is no address of this host'),
    },
  });
});

/** Where the real server listens by its HTTP library. */
const bound = () => ({
  listen: async ({ host, port }: { host: string; port: number }) => {
    const server = createServer();
    open.push(server.listen(port, host));
    await once(server, 'listening');
    return `${host}:${(server.address() as { port: number }).port}`;
  },
});

function answerForEver(answer: import('node:http').ServerResponse): void {
  answer.writeHead(200);
  const timer = setInterval(() => answer.write('{"service":'.repeat(1_000)), 1);
  answer.once('close', () => clearInterval(timer));
}
