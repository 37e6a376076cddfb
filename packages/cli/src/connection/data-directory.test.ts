import { expect, test } from 'vitest';
import { configDirectory, dataDirectory, type Host } from './data-directory.ts';
import { serverEnvironment } from './server-environment.ts';

const linux: Host = { platform: 'linux', isRoot: false, home: '/home/ada' };
const mac: Host = { platform: 'darwin', isRoot: false, home: '/Users/ada' };

test.each([
  ['the option first', 'here', { GAUNTLET_DATA_DIR: '/env' }, linux, '/cwd/here'],
  ['then the environment', undefined, { GAUNTLET_DATA_DIR: '/env' }, linux, '/env'],
  [
    'root has the system’s place',
    undefined,
    { XDG_DATA_HOME: '/xdg' },
    { ...linux, isRoot: true },
    '/var/lib/gauntlet',
  ],
  ['XDG where it is set', undefined, { XDG_DATA_HOME: '/xdg' }, linux, '/xdg/gauntlet'],
  ['the home folder on Linux', undefined, {}, linux, '/home/ada/.local/share/gauntlet'],
  ['the library on macOS', undefined, {}, mac, '/Users/ada/Library/Application Support/gauntlet'],
] as const)('the data folder is %s', (_, option, env, host, expected) => {
  expect(dataDirectory(option, env, host, '/cwd')).toBe(expected);
});

test('credentials lie in the configuration folder', () => {
  expect(configDirectory({}, linux)).toBe('/home/ada/.config/gauntlet');
  expect(configDirectory({ XDG_CONFIG_HOME: '/x' }, linux)).toBe('/x/gauntlet');
});

test('a server keeps the caller’s PATH for tests, and nothing of npm or of a test runner', () => {
  const path =
    '/repo/node_modules/.bin:/node_modules/.bin:/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/home/ada/bin:/usr/bin';
  const env = serverEnvironment({
    PATH: path,
    npm_config_x: '1',
    NODE_TEST_CONTEXT: 'child',
    HOME: '/home/ada',
    GAUNTLET_TOKEN: 'gtl_x',
  });
  expect(env).toEqual({ PATH: path, HOME: '/home/ada', GAUNTLET_CALLER_PATH: '/home/ada/bin:/usr/bin' });
  expect(serverEnvironment({ PATH: '/x', GAUNTLET_CALLER_PATH: '/y' }).GAUNTLET_CALLER_PATH).toBe('/y');
});
