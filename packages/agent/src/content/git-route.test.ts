import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { describe, expect, it } from 'vitest';
import { readGoal } from './find-redirect.ts';
import { canBeHeld } from './find-route.ts';
import { type GitAddress, readGitAddress } from './git-address.ts';
import { gitEnvironment } from './git-environment.ts';
import { chooseRoute, type GitRoute } from './git-route.ts';
import { proxyFor } from './proxy-for.ts';

const address = (url: string) => readGitAddress(url) as GitAddress;
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'public.test': ['93.184.215.14', '2606:4700::1111'],
  'mixed.test': ['93.184.215.14', '10.0.0.1'],
  'inside.test': ['10.0.0.1'],
  'mapped.test': ['::ffff:169.254.169.254'],
};

const choose = async (url: string, allow = '', environment: Record<string, string> = {}, proxy?: string) => {
  const allowed = parseOutboundAllow(allow);
  if (!allowed.ok) throw new Error(allowed.message);
  return chooseRoute({
    ...{ address: address(url), allowed: allowed.allowed, environment, configuredProxy: proxy },
    resolve: async (host) => NAMES[host] ?? [],
  });
};
const refused = (message: string) => ({
  ok: false,
  error: { reason: 'content-unavailable', message: expect.stringContaining(message) },
});

describe('a route', () => {
  it('is to the addresses that the name had when it was judged', async () => {
    expect(await choose('https://public.test/a')).toEqual({
      ok: true,
      value: { by: 'addresses', host: 'public.test', port: 443, addresses: NAMES['public.test'] },
    });
  });

  it.each([
    ['https://mixed.test/a', 'mixed.test (10.0.0.1) may not be reached: it is in a private network'],
    ['git@inside.test:a', 'GAUNTLET_OUTBOUND_ALLOW=inside.test'],
    [
      'https://mapped.test/a',
      "mapped.test (::ffff:169.254.169.254) may not be reached: it is where a cloud's",
    ],
    ['http://2130706433/a', '127.0.0.1 may not be reached: it is this machine itself'],
    ['ssh://git@0x7f.1/a', '127.0.0.1 may not be reached'],
    ['https://[::1]/a', '::1 may not be reached'],
    ['https://nowhere.test/a', 'The host nowhere.test of https://nowhere.test/a cannot be found'],
  ])('%s is refused', async (url, message) => {
    expect(await choose(url)).toEqual(refused(message));
  });

  it('to a host that was named is left to git', async () => {
    expect(await choose('https://inside.test/a', 'inside.test')).toEqual({
      ok: true,
      value: { by: 'itself' },
    });
  });

  it('through a proxy is refused for a name, unless that is left to the proxy', async () => {
    const environment = { https_proxy: 'http://proxy.test:3128' };
    expect(await choose('https://public.test/a', '', environment)).toEqual(
      refused('or =proxy for every name'),
    );
    const byProxy = { ok: true, value: { by: 'proxy', proxy: 'http://proxy.test:3128' } };
    expect(await choose('https://inside.test/a', 'proxy', environment)).toEqual(byProxy);
    expect(await choose('https://public.test/a', 'proxy', {}, 'http://proxy.test:3128')).toEqual(byProxy);
    expect(await choose('https://10.0.0.1/a', 'proxy', environment)).toEqual(refused('10.0.0.1'));
    expect(await choose('git@inside.test:a', 'proxy', environment)).toEqual(refused('inside.test'));
  });
});

describe('the proxy', () => {
  const of = (url: string, environment: Record<string, string>, configuredProxy?: string) =>
    proxyFor(address(url), { environment, configuredProxy });

  it.each([
    ['https://a.test/', { HTTPS_PROXY: 'p' }, 'p'],
    ['https://a.test/', { http_proxy: 'p' }, null],
    ['http://a.test/', { http_proxy: 'p' }, 'p'],
    ['http://a.test/', { HTTP_PROXY: 'p' }, null],
    ['http://a.test/', { ALL_PROXY: 'p' }, 'p'],
    ['http://a.test/', { http_proxy: '', all_proxy: 'p' }, null],
    ['http://a.test/', { http_proxy: 'p', no_proxy: '*' }, null],
    ['http://a.test/', { http_proxy: 'p', no_proxy: 'b.test, .test' }, null],
    ['http://a.test/', { http_proxy: 'p', NO_PROXY: 'a.test:80' }, null],
    ['http://a.test/', { http_proxy: 'p', NO_PROXY: 'a.test:81' }, 'p'],
    ['http://nota.test/', { http_proxy: 'p', no_proxy: 'a.test' }, 'p'],
    ['http://[::1]/', { http_proxy: 'p', no_proxy: '[::1]' }, null],
  ])('of %s with %j is %s', (url, environment, proxy) => {
    expect(of(url, environment)).toBe(proxy);
  });

  it("of git's own settings goes first", () => {
    expect(of('http://a.test/', { http_proxy: 'p' }, 'q')).toBe('q');
  });
});

describe('what git is told', () => {
  const told = (route: GitRoute) => {
    const base = { http_proxy: 'p', NO_PROXY: 'x', HOME: '/h' };
    const environment = gitEnvironment(base, { ssh: { knownHostsFile: '/k' }, stallSeconds: 1, route });
    const count = Number(environment.GIT_CONFIG_COUNT);
    const settings = Array.from({ length: count }, (_, index) => [
      environment[`GIT_CONFIG_KEY_${index}`],
      environment[`GIT_CONFIG_VALUE_${index}`],
    ]);
    return { environment, config: Object.fromEntries(settings), ssh: environment.GIT_SSH_COMMAND };
  };

  it('holds it to the addresses, past every proxy', () => {
    const { environment, config, ssh } = told({
      ...{ by: 'addresses', host: 'h.test', port: 8443 },
      addresses: ['93.184.215.14', '2606:4700::1111'],
    });
    expect(config).toMatchObject({
      'http.curloptResolve': 'h.test:8443:93.184.215.14,[2606:4700::1111]',
      'http.proxy': '',
      'http.followRedirects': 'false',
    });
    expect(ssh).toContain("-o 'HostName=93.184.215.14' -o 'HostKeyAlias=[h.test]:8443' -o 'Port=8443'");
    expect(environment).not.toHaveProperty('http_proxy');
    expect(environment).not.toHaveProperty('NO_PROXY');
    expect(environment).toMatchObject({ GIT_ALLOW_PROTOCOL: 'http:https:ssh', HOME: '/h' });
  });

  it('sends it through the proxy that was judged by, and no other way', () => {
    const { environment, config } = told({ by: 'proxy', proxy: 'http://p:1' });
    expect(config).toMatchObject({ 'http.proxy': 'http://p:1' });
    expect(environment).not.toHaveProperty('NO_PROXY');
  });

  it('leaves proxies to it for a host that was named', () => {
    const { environment, config } = told({ by: 'itself' });
    expect(environment).toMatchObject({ http_proxy: 'p', NO_PROXY: 'x' });
    expect(config).not.toHaveProperty('http.proxy');
    expect(config).toMatchObject({ 'http.followRedirects': 'false' });
  });
});

it.each([
  ['git version 2.37.0', 'https://public.test/a', true],
  ['git version 2.36.9', 'https://public.test/a', false],
  ['git version 2.36.9', 'git@public.test:a', true],
  ['git version 2.36.9', 'https://93.184.215.14/a', true],
  ['git version 3.0.1 (Apple Git-155)', 'https://public.test/a', true],
])('%s is let out to %s: %s', async (version, url, held) => {
  const route = await choose(url);
  expect(route.ok && canBeHeld(version, address(url), route.value)).toBe(held);
});

it.each([
  [
    '<= Recv header: Location: https://u:p@b.test/x.git/info/refs?service=git-upload-pack\r\n',
    'https://b.test/x.git',
  ],
  ['12:00 http.c <= Recv header: location: /y/info/refs?service=git-upload-pack', 'https://a.test/y'],
  ['<= Recv header: Location: http://169.254.169.254/latest', 'http://169.254.169.254/latest'],
  ['<= Recv header: Location: http://[', null],
  ['', null],
])('%j would lead to %s', (record, goal) => {
  expect(readGoal(record, 'https://a.test/x')).toBe(goal);
});
