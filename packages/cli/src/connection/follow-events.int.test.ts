import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { type FollowOrder, followEvents } from './follow-events.ts';

const ID = '0198b2c4-7a00-7000-8000-000000000001';
let server: Server | undefined;

const message = (number: number) => {
  const event = { type: 'cancel-requested', data: { by: `user ${number}` } };
  const recorded = { executionId: ID, number, at: '2026-01-02T03:04:05.000Z', event };
  return `id: ${number}\nevent: ${event.type}\ndata: ${JSON.stringify(recorded)}\n\n`;
};

async function serve(onRequest: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  let count = 0;
  server = createServer((request, response) => {
    count += 1;
    onRequest(request, response, count);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const connectionTo = (baseUrl: string, renew: Connection['renew'] = async () => undefined): Connection => ({
  address: { baseUrl, token: 'gtl_test' },
  source: 'option',
  dataDir: '/nowhere',
  defaultProject: null,
  renew,
});

async function follow(connection: Connection, until: number, more: Partial<FollowOrder> = {}) {
  const numbers: number[] = [];
  const contacts: string[] = [];
  const followed = await followEvents({
    connection,
    executionId: ID,
    after: 0,
    onEvent: ({ number }) => {
      numbers.push(number);
      return number >= until ? 'stop' : 'go-on';
    },
    onContact: (state) => contacts.push(state),
    signal: AbortSignal.timeout(20_000),
    ...more,
  });
  return { followed, numbers, contacts };
}

const open = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

test('each event comes once and in order through connections that break anywhere', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response, count) => {
    asked.push(request.headers['last-event-id'] as string | undefined);
    open(response);
    const from = Number(request.headers['last-event-id'] ?? 0) + 1;
    // The last message of each answer is cut off in its middle; the server also repeats one.
    response.write(
      message(Math.max(1, from - 1)) + message(from) + message(from + 1) + message(from + 2).slice(0, 30),
    );
    if (count % 2 === 0) response.end();
    else setTimeout(() => request.socket.destroy(), 20);
  });
  const { followed, numbers, contacts } = await follow(connectionTo(url), 9);
  expect(followed.ok).toBe(true);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(asked).toEqual(expect.arrayContaining([undefined, '2', '4', '6']));
  expect(contacts).toContain('lost');
});

test('a server that comes back under another address is found again', async () => {
  const second = await serve((_, response) => {
    open(response);
    response.write(message(1));
  });
  const connection = { ...connectionTo('http://127.0.0.1:1') };
  const renewed: Connection = {
    ...connection,
    renew: async () => {
      Object.assign(renewed, { address: { baseUrl: second, token: 'gtl_test' } });
    },
  };
  expect((await follow(renewed, 1)).numbers).toEqual([1]);
});

test('a refusal that will not mend itself ends the following', async () => {
  const url = await serve((_, response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json' });
    response.end(
      JSON.stringify({
        type: 'x',
        title: 'x',
        status: 404,
        detail: 'There is no such execution.',
        code: 'not-found',
      }),
    );
  });
  const { followed } = await follow(connectionTo(url), 1);
  expect(followed).toMatchObject({ ok: false, error: { code: 'not-found', exitCode: 3 } });
});

test('a server that is busy for a while is asked again', async () => {
  const url = await serve((_, response, count) => {
    if (count < 3) {
      response.writeHead(503);
      response.end();
    } else {
      open(response);
      response.write(message(1));
    }
  });
  expect((await follow(connectionTo(url), 1)).numbers).toEqual([1]);
});

test('a connection that says nothing any more is replaced', async () => {
  const url = await serve((_, response, count) => {
    open(response);
    response.write(count === 1 ? ': hello\n\n' : message(1));
  });
  expect((await follow(connectionTo(url), 1, { silenceMs: 200 })).numbers).toEqual([1]);
});

test('a server that is gone for good is given up, and never taken for an end', async () => {
  const { followed } = await follow(connectionTo('http://127.0.0.1:1'), 1, { giveUpMs: 300 });
  expect(followed).toMatchObject({ ok: false, error: { code: 'connection-lost', exitCode: 2 } });
});

test('an event of a kind not known here is handed on as it is', async () => {
  const url = await serve((_, response) => {
    open(response);
    const recorded = {
      executionId: ID,
      number: 1,
      at: '2026-01-02T03:04:05.000Z',
      event: { type: 'from-the-future', data: { x: 1 } },
    };
    response.write(`id: 1\nevent: from-the-future\ndata: ${JSON.stringify(recorded)}\n\n`);
  });
  const seen: unknown[] = [];
  await follow(connectionTo(url), 1, {
    onEvent: (received) => {
      seen.push(received);
      return 'stop';
    },
  });
  expect(seen).toMatchObject([{ number: 1, event: null, raw: { event: { type: 'from-the-future' } } }]);
});

const refuse = (response: ServerResponse) => {
  const problem = {
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    code: 'unauthorized',
    detail: 'no',
  };
  response.writeHead(401, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
};

test('a server of this host that started again is asked until it has said its token, and no longer', async () => {
  let said = 'gtl_before';
  const url = await serve(({ headers }, response, count) => {
    if (count === 3) said = 'gtl_after';
    if (headers.authorization !== 'Bearer gtl_after') return refuse(response);
    open(response);
    response.write(message(1));
  });
  const own: Connection = {
    ...connectionTo(url),
    source: 'server-file',
    get address() {
      return { baseUrl: url, token: said };
    },
  };
  expect((await follow(own, 1)).numbers).toEqual([1]);
  const wrong = { ...connectionTo(url), source: 'server-file' as const };
  expect((await follow(wrong, 1)).followed).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
  expect((await follow(connectionTo(url), 1)).contacts).toEqual([]);
});
