import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Content } from '@gauntlet/contract';
import { testEnvironment } from '@gauntlet/host/environment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProcess } from '../process/run-process.ts';
import type { ContentOrder } from './content-order.ts';
import { fetchContent } from './fetch-content.ts';
import { type HttpHost, makeRepository, startHttpHost } from './testing/git-host.ts';
import { findSshServer, type SshHost, startSshHost } from './testing/ssh-host.ts';

let top: string;
let commit: string;
let host: HttpHost;
let port: string;
const started: Server[] = [];

beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'gauntlet-outbound-'));
  commit = makeRepository(join(top, 'repositories/shop'), { 'a.txt': 'a' });
  host = await startHttpHost(join(top, 'repositories'));
  port = new URL(host.url).port;
});
afterAll(async () => {
  await host.close();
  for (const server of started) server.close();
  rmSync(top, { recursive: true, force: true });
});

let targets = 0;
const fetch = async (url: string, order: Partial<ContentOrder> = {}) => {
  const target = join(top, 'work', String(targets++), 'content');
  mkdirSync(join(target, '..'), { recursive: true });
  const result = await fetchContent({
    content: { type: 'git', url, ...order.content } as Content,
    target,
    archive: async () => Readable.from([]),
    outboundAllow: [],
    environment: testEnvironment(process.env, {}),
    runProcess,
    onOutput: () => undefined,
    ...order,
  });
  return {
    target,
    message: result.ok ? null : result.error.message,
    reason: result.ok ? null : result.error.reason,
  };
};

type Served = { status: number; location?: string; body?: string };

const serve = async (answer: (path: string) => Served) => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const { status, location, body } = answer(request.url ?? '');
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  started.push(server);
  return { seen, port: (server.address() as { port: number }).port };
};

const LOOPBACK = ['127.0.0.0/8'];
const rebound = async () => ['127.0.0.1'];

describe('git is not let to a place inside', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['localhost', 'localhost'],
    ['2130706433', '127.0.0.1'],
    ['0x7f.0.0.1', '127.0.0.1'],
    ['0177.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['0.0.0.0', '0.0.0.0'],
  ])('spelled %s, by http or ssh, and nobody there hears of it', async (spelled, named) => {
    const before = host.requests.length;
    for (const url of [`http://${spelled}:${port}/shop`, `ssh://git@${spelled}:${port}/shop`]) {
      const { message, reason } = await fetch(url);
      expect({ url, reason }).toEqual({ url, reason: 'content-unavailable' });
      expect(message).toContain(`${named} `);
      expect(message).toContain(`may not be reached`);
      expect(message).toContain('GAUNTLET_OUTBOUND_ALLOW');
    }
    expect(host.requests.length).toBe(before);
  });

  it('by a name of which one address of several is inside', async () => {
    const resolve = async () => ['93.184.215.14', '127.0.0.1'];
    const { message } = await fetch(`http://two.test:${port}/shop`, { resolve });
    expect(message).toContain('two.test (127.0.0.1) may not be reached');
  });

  it.each(['file:///etc', 'git://127.0.0.1/shop', 'ext::sh -c "touch /owned"', 'ftp://u:pass-word@h.test/a'])(
    'by %s at all',
    async (url) => {
      const { message, reason } = await fetch(url, { outboundAllow: [...LOOPBACK, 'h.test'] });
      expect(reason).toBe('content-invalid');
      expect(message).toContain('is no https, http or ssh URL');
      expect(message).not.toContain('pass-word');
    },
  );

  it('by a redirection of a host that it may reach: that is named, and not followed', async () => {
    const inside = await serve(() => ({ status: 200 }));
    const goal = `http://127.0.0.1:${inside.port}/latest/meta-data`;
    const outside = await serve(() => ({ status: 302, location: goal }));
    const { message } = await fetch(`http://public.test:${outside.port}/shop`, {
      resolve: rebound,
      outboundAllow: LOOPBACK,
    });
    expect(message).toContain(`sends git on to ${goal}, and redirections are not followed`);
    expect(outside.seen.length).toBeGreaterThan(0);
    expect(inside.seen).toEqual([]);
  });

  it('by a submodule or a file of git-lfs', async () => {
    const inside = await serve(() => ({ status: 200 }));
    const at = `http://127.0.0.1:${inside.port}`;
    makeRepository(join(top, 'repositories/lures'), {
      '.gitmodules': `[submodule "s"]\n\tpath = s\n\turl = ${at}/s\n`,
      '.lfsconfig': `[lfs]\n\turl = ${at}/lfs\n`,
      '.gitattributes': '*.bin filter=lfs\n',
      'big.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`,
    });
    const { message, target } = await fetch(`${host.url}/lures`, { outboundAllow: LOOPBACK });
    expect(message).toBeNull();
    expect(readFileSync(join(target, 'big.bin'), 'utf8')).toContain('git-lfs');
    expect(inside.seen).toEqual([]);
  });

  it('by other places that a plain file server names for its objects', async () => {
    const inside = await serve(() => ({ status: 404 }));
    const files: Record<string, string> = {
      '/shop/info/refs': `${commit}\trefs/heads/main\n`,
      '/shop/HEAD': 'ref: refs/heads/main\n',
      '/shop/objects/info/http-alternates': `http://127.0.0.1:${inside.port}/shop/objects\n`,
    };
    const outside = await serve((path) => {
      const body = files[path.split('?')[0] ?? ''];
      return body === undefined ? { status: 404 } : { status: 200, body };
    });
    await fetch(`http://127.0.0.1:${outside.port}/shop`, { outboundAllow: LOOPBACK });
    expect(outside.seen.join()).toContain('http-alternates');
    expect(inside.seen).toEqual([]);
  });
});

describe('git is held to the addresses that were judged', () => {
  it('by http: a name that nobody else resolves so', async () => {
    const { message, target } = await fetch(`http://rebound.test:${port}/shop`, {
      resolve: rebound,
      outboundAllow: LOOPBACK,
    });
    expect(message).toBeNull();
    expect(readFileSync(join(target, '.git/HEAD'), 'utf8').trim()).toBe(commit);
  });

  it('past a proxy that is not for it', async () => {
    const proxy = await serve(() => ({ status: 502 }));
    const home = join(top, 'home');
    mkdirSync(home, { recursive: true });
    const environment = {
      ...testEnvironment(process.env, {}),
      ...{ http_proxy: `http://127.0.0.1:${proxy.port}`, no_proxy: 'rebound.test', HOME: home },
    };
    const order = { resolve: rebound, outboundAllow: LOOPBACK, environment };
    expect((await fetch(`http://rebound.test:${port}/shop`, order)).message).toBeNull();
    expect(proxy.seen).toEqual([]);
    expect((await fetch(`http://other.test:${port}/shop`, order)).message).toContain(
      'the proxy of this machine',
    );
    expect(proxy.seen).toEqual([]);
    writeFileSync(join(home, '.gitconfig'), `[http]\n\tproxy = http://127.0.0.1:${proxy.port}\n`);
    const byProxy = { ...order, environment: { ...environment, no_proxy: '' }, outboundAllow: ['proxy'] };
    await fetch(`http://other.test:${port}/shop`, byProxy);
    expect(proxy.seen.join()).toContain(`http://other.test:${port}/shop/info/refs`);
  });

  const sshd = findSshServer();
  describe.skipIf(!sshd)('by ssh', () => {
    let ssh: SshHost;
    beforeAll(async () => {
      ssh = await startSshHost(sshd as string, join(top, 'sshd'));
    });
    afterAll(() => ssh.close());

    it('a name that nobody else resolves so', async () => {
      const url = `${ssh.url.replace('127.0.0.1', 'rebound.test')}${join(top, 'repositories/shop')}`;
      const content = { type: 'git', url, credentials: { secret: 'key', kind: 'ssh-key' } } as Content;
      const order = { content, credential: ssh.privateKey, resolve: rebound, outboundAllow: LOOPBACK };
      const { message, target } = await fetch(url, order);
      expect(message).toBeNull();
      expect(readFileSync(join(target, '.git/HEAD'), 'utf8').trim()).toBe(commit);
    });
  });
});
