import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const httpOf = (environment: Record<string, string>) => {
  const config = readConfig([], { HOME: '/home/ada', ...environment });
  return config.ok ? config.value.http : config.error;
};

describe('the teams that are trusted with the host', () => {
  it.each([
    ['', []],
    [' web, night shift ,', ['web', 'night shift']],
    ['web, *', 'everybody'],
    [' nobody', 'nobody'],
    ['nobody, web', ['nobody', 'web']],
  ])('of %j are %j', (said, trusted) => {
    const config = readConfig([], { HOME: '/home/ada', GAUNTLET_TRUSTED_TEAMS: said });
    expect(config).toMatchObject({ ok: true, value: { trustedTeams: trusted } });
  });
});

describe('the Redis of the queue', () => {
  it('is that of REDIS_URL, or none', () => {
    const of = (environment: Record<string, string>) => readConfig([], { HOME: '/home/ada', ...environment });
    expect(of({})).toMatchObject({ ok: true, value: { redis: null } });
    expect(of({ REDIS_URL: 'redis://cache:7000/2' })).toMatchObject({
      ok: true,
      value: { redis: { host: 'cache', port: 7000, database: 2 } },
    });
    expect(of({ REDIS_URL: 'cache:7000' })).toMatchObject({ ok: false, error: { code: 'bad-option' } });
  });
});

describe('where agents push metrics to', () => {
  const read = (PUSHGATEWAY_URL: string) => readConfig([], { HOME: '/home/ada', PUSHGATEWAY_URL });

  it('is nowhere, or an address, of which what is old is removed', () => {
    expect(read('')).toMatchObject({ ok: true, value: { pushgateway: null } });
    const url = 'http://pushgateway.monitoring:9091';
    expect(read(url)).toMatchObject({ ok: true, value: { pushgateway: { url, keepSeconds: 300 } } });
  });

  it.each(['pushgateway:9091', 'ftp://a', 'https://ada:secret@gateway'])('is not %s', (url) => {
    expect(read(url)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('PUSHGATEWAY_URL') },
    });
  });
});

describe('the HTTP server by its environment', () => {
  it('is left as it is when nothing is said, nothing said in empty words too', () => {
    expect(httpOf({})).toEqual({});
    expect(httpOf({ GAUNTLET_TRUSTED_PROXIES: '', GAUNTLET_MAX_UPLOAD_MIB: '' })).toEqual({});
  });

  it('takes proxies, cookies, the largest bodies and the most requests', () => {
    expect(
      httpOf({
        GAUNTLET_TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.7,fd00::/8,loopback',
        GAUNTLET_SECURE_COOKIES: 'always',
        GAUNTLET_MAX_UPLOAD_MIB: '1',
        GAUNTLET_MAX_ARTIFACT_MIB: '2',
        GAUNTLET_REQUESTS_PER_MINUTE: '3',
        GAUNTLET_REQUESTS_PER_MINUTE_OF_ADDRESS: '9',
      }),
    ).toEqual({
      trustedProxies: ['10.0.0.0/8', '192.168.1.7', 'fd00::/8', 'loopback'],
      secureCookies: 'always',
      maxUploadBytes: 2 ** 20,
      maxArtifactBytes: 2 ** 21,
      requestsPerMinute: 3,
      addressRequestsPerMinute: 9,
    });
  });

  it.each([
    ['GAUNTLET_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['GAUNTLET_TRUSTED_PROXIES', 'proxy.example'],
    ['GAUNTLET_TRUSTED_PROXIES', '10.0.0.1,'],
    ['GAUNTLET_TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['GAUNTLET_SECURE_COOKIES', 'never'],
    ['GAUNTLET_MAX_UPLOAD_MIB', '0'],
    ['GAUNTLET_MAX_ARTIFACT_MIB', '1.5'],
    ['GAUNTLET_REQUESTS_PER_MINUTE', '0'],
    ['GAUNTLET_REQUESTS_PER_MINUTE_OF_ADDRESS', '0'],
  ])('refuses %s=%s by its name', (name, value) => {
    expect(httpOf({ [name]: value })).toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining(name),
    });
  });
});

it('is one of several installations by a name that could be a label', () => {
  const instance = (environment: NodeJS.ProcessEnv) => {
    const read = readConfig([], environment);
    return read.ok ? read.value.instance : read.error.message;
  };
  expect(instance({})).toBeNull();
  expect(instance({ GAUNTLET_INSTANCE: 'blue' })).toBe('blue');
  expect(instance({ GAUNTLET_INSTANCE: 'a b' })).toContain('GAUNTLET_INSTANCE must be');
});

it('may be told the account by which pods are made', () => {
  const account = (environment: NodeJS.ProcessEnv) => {
    const read = readConfig([], environment);
    return read.ok ? read.value.clusterAccount : read.error.message;
  };
  const one = 'system:serviceaccount:gauntlet:gauntlet';
  expect(account({})).toBeNull();
  expect(account({ GAUNTLET_CLUSTER_ACCOUNT: one })).toBe(one);
  for (const wrong of ['gauntlet', 'system:serviceaccount:gauntlet', 'system:node:a', `${one}:more`])
    expect(account({ GAUNTLET_CLUSTER_ACCOUNT: wrong })).toContain('GAUNTLET_CLUSTER_ACCOUNT must be');
});

describe('the connections to the database', () => {
  const of = (environment: Record<string, string>) => {
    const read = readConfig([], { HOME: '/home/ada', ...environment });
    return read.ok ? read.value.databaseConnections : read.error.message;
  };

  it('are as many as are said, 31 where nothing is', () => {
    expect(of({})).toBe(31);
    expect(of({ GAUNTLET_DATABASE_CONNECTIONS: '12' })).toBe(12);
  });

  it.each(['4', '1001', 'many'])('are not %s', (said) => {
    expect(of({ GAUNTLET_DATABASE_CONNECTIONS: said })).toContain('GAUNTLET_DATABASE_CONNECTIONS must be');
  });
});
