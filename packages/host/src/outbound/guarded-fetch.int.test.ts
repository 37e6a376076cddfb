/** The fetch for addresses of others, against real servers on loopback. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGuardedFetch, createGuardedStream, watchedFetch } from './guarded-fetch.ts';
import { parseOutboundAllow } from './outbound.ts';

let server: Server;
let port: number;
let asked: string[];
let answer: RequestListener;
beforeEach(async () => {
  asked = [];
  answer = (_request, response) => response.end('hello');
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

function fetchWith(allow: string, resolve?: (host: string) => Promise<readonly string[]>) {
  const parsed = parseOutboundAllow(allow);
  if (!parsed.ok) throw new Error(parsed.message);
  const settings = { allowed: parsed.allowed, timeoutSeconds: 1, mostBytes: 1000 };
  return createGuardedFetch(resolve ? { ...settings, resolve } : settings);
}

describe('an address of others', () => {
  it('on this machine is refused, however it is spelled, and reached where it is allowed', async () => {
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]', '0x7f.1'])
      await expect(fetchWith('')(`http://${host}:${port}/x`)).rejects.toMatchObject({ code: 'refused' });
    expect(asked).toEqual([]);
    const answered = await fetchWith('127.0.0.1')(`http://127.0.0.1:${port}/x`);
    expect([answered.status, await answered.text()]).toEqual([200, 'hello']);
  });

  it('by name is reached at the address that was judged, and looked up once', async () => {
    let lookups = 0;
    const changing = async () => {
      lookups += 1;
      return lookups === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
    };
    await fetchWith('127.0.0.1', changing)(`http://moves.example:${port}/x`);
    expect([lookups, asked]).toEqual([1, [`GET moves.example:${port} /x`]]);
  });

  it('of a name with a single address that is refused is refused', async () => {
    const both = async () => ['127.0.0.1', '10.0.0.1'];
    await expect(fetchWith('127.0.0.1', both)(`http://two.example:${port}/`)).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('that is of another scheme is none', async () => {
    for (const address of ['file:///etc/passwd', 'ftp://127.0.0.1/x', 'x'])
      await expect(fetchWith('127.0.0.1')(address)).rejects.toMatchObject({ code: 'not-an-address' });
  });
});

describe('an answer', () => {
  it('that leads elsewhere is handed over and not followed', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    const answered = await fetchWith('127.0.0.1')(`http://127.0.0.1:${port}/x`);
    expect([answered.status, asked.length]).toEqual([302, 1]);
  });

  it('without an end is read as far as allowed', async () => {
    answer = (_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(100)));
        response.once('drain', more);
      };
      more();
    };
    const answered = await fetchWith('127.0.0.1')(`http://127.0.0.1:${port}/x`);
    expect(await answered.text()).toHaveLength(1000);
  });

  it('that does not come is given up', async () => {
    answer = () => undefined;
    const asking = fetchWith('127.0.0.1')(`http://127.0.0.1:${port}/x`);
    await expect(asking).rejects.toMatchObject({
      code: 'timed-out',
      message: expect.stringContaining('within 1 s'),
    });
  });

  it('is told to who watches, and still whole for who asked', async () => {
    answer = (_request, response) => response.writeHead(429, { 'retry-after': '7' }).end('busy');
    const watched = watchedFetch(fetchWith('127.0.0.1'));
    const answered = await watched.fetch(`http://127.0.0.1:${port}/x`, { method: 'POST', body: 'hello' });
    expect(await answered.text()).toBe('busy');
    expect(watched.last()).toEqual({ status: 429, retryAfter: '7', body: 'busy' });
  });
});

describe('an answer that goes on', () => {
  function streamWith(allow: string) {
    const parsed = parseOutboundAllow(allow);
    if (!parsed.ok) throw new Error(parsed.message);
    return createGuardedStream({ allowed: parsed.allowed, timeoutSeconds: 1 });
  }
  const text = async (body: AsyncIterable<Uint8Array>) => {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  };

  it('is read as it comes, for longer than its beginning may take', async () => {
    const { promise, resolve } = Promise.withResolvers<() => void>();
    answer = (_request, response) => {
      response.write('one ');
      resolve(() => response.end('two'));
    };
    const opened = await streamWith('127.0.0.1')(`http://127.0.0.1:${port}/x`);
    const reading = text(opened.body);
    const finish = await promise;
    await new Promise((after) => setTimeout(after, 1200)); // past the second that it had to begin
    finish();
    expect([opened.status, await reading]).toEqual([200, 'one two']);
  });

  it('that does not begin is given up', async () => {
    answer = () => undefined;
    await expect(streamWith('127.0.0.1')(`http://127.0.0.1:${port}/x`)).rejects.toMatchObject({
      code: 'timed-out',
    });
  });

  it('that is cut off fails, and does not end', async () => {
    answer = (_request, response) => {
      response.write('one ');
      setImmediate(() => response.destroy());
    };
    const opened = await streamWith('127.0.0.1')(`http://127.0.0.1:${port}/x`);
    await expect(text(opened.body)).rejects.toMatchObject({ code: 'failed' });
  });

  it('is refused where a fetch is', async () => {
    await expect(streamWith('')(`http://127.0.0.1:${port}/x`)).rejects.toMatchObject({ code: 'refused' });
  });
});
