import { describe, expect, it } from 'vitest';
import { ownedByCaller, testEnvironment } from './environment.ts';

describe('the environment of a test', () => {
  it('holds what every program needs and nothing of the server', () => {
    const own = {
      HOME: '/home/u',
      LANG: 'C',
      LC_ALL: 'C.UTF-8',
      XDG_CACHE_HOME: '/c',
      https_proxy: 'http://p:1',
      PATH: '/usr/bin',
      DATABASE_URL: 'postgres://u:p@db/x',
      AWS_SECRET_ACCESS_KEY: 'k',
      SSH_AUTH_SOCK: '/s',
      GAUNTLET_MASTER_KEY: 'k',
      NODE_OPTIONS: '--require x',
      NODE_TEST_CONTEXT: 'child-v8',
      npm_config_registry: 'r',
      npm_lifecycle_event: 'test',
      VITEST: 'true',
      VITEST_POOL_ID: '1',
      JEST_WORKER_ID: '1',
    };
    expect(testEnvironment(own, {})).toEqual({
      HOME: '/home/u',
      LANG: 'C',
      LC_ALL: 'C.UTF-8',
      XDG_CACHE_HOME: '/c',
      https_proxy: 'http://p:1',
      PATH: '/usr/bin',
    });
  });

  it('leaves credentials out of families that are otherwise passed', () => {
    const own = {
      NPM_CONFIG_REGISTRY: 'r',
      NPM_CONFIG__AUTH: 'a',
      'NPM_CONFIG_//x/:_authToken': 't',
      PIP_CERT: 'c',
    };
    expect(Object.keys(testEnvironment(own, {})).sort()).toEqual(['NPM_CONFIG_REGISTRY', 'PATH', 'PIP_CERT']);
  });

  it("takes the caller's PATH as it is when it was handed over", () => {
    const own = { GAUNTLET_CALLER_PATH: '/a/node_modules/.bin:/b', PATH: '/npm/node_modules/.bin:/b' };
    expect(testEnvironment(own, {})).toEqual({ PATH: '/a/node_modules/.bin:/b' });
  });

  it("takes npm's entries out of PATH otherwise, and relative ones, which untrusted content could fill", () => {
    const PATH =
      '/r/node_modules/.bin:/node_modules/.bin/:/lib/@npmcli/run-script/lib/node-gyp-bin:/usr/local/bin::.:bin:/bin';
    expect(testEnvironment({ PATH }, {}).PATH).toBe('/usr/local/bin:/bin');
  });

  it('has a PATH even when there is none to take over', () => {
    expect(testEnvironment({}, {}).PATH).toBe('/usr/local/bin:/usr/bin:/bin');
  });

  it('passes what GAUNTLET_PASS_ENV names, but never what would bend the run', () => {
    const own = {
      GAUNTLET_PASS_ENV: 'MY_HOST, SSH_AUTH_SOCK NODE_OPTIONS,DATABASE_URL,GAUNTLET_TOKEN,npm_config_x',
      MY_HOST: 'h',
      SSH_AUTH_SOCK: '/s',
      NODE_OPTIONS: 'o',
      DATABASE_URL: 'd',
      GAUNTLET_TOKEN: 't',
      npm_config_x: 'x',
      OTHER: 'o',
    };
    expect(testEnvironment(own, {})).toEqual({
      MY_HOST: 'h',
      SSH_AUTH_SOCK: '/s',
      PATH: '/usr/local/bin:/usr/bin:/bin',
    });
  });

  it("puts the definition's own values on top, whatever their names", () => {
    const extra = { HOME: '/other', DATABASE_URL: 'theirs', NODE_OPTIONS: '--trace-warnings', PATH: '/p' };
    expect(testEnvironment({ HOME: '/h', PATH: '/bin' }, extra)).toEqual(extra);
  });

  it('keeps the mark of an outer run, so that its end is the end of the inner one', () => {
    expect(testEnvironment({ GAUNTLET_TREE: 'm' }, {}).GAUNTLET_TREE).toBe('m');
  });
});

describe('what belongs to the caller of a run', () => {
  const own = { VIRTUAL_ENV: '/of/the/starter', PATH: '/starter/bin', GAUNTLET_CALLER_PATH: '/starter/bin' };

  it("is the caller's virtualenv and PATH where they are known", () => {
    const environment = testEnvironment(ownedByCaller(own, { path: '/caller/bin', virtualenv: '/venv' }), {});
    expect(environment).toEqual({ VIRTUAL_ENV: '/venv', PATH: '/caller/bin' });
  });

  it('is never the virtualenv of whoever started the server', () => {
    expect(testEnvironment(ownedByCaller(own), {})).toEqual({ PATH: '/starter/bin' });
  });
});
