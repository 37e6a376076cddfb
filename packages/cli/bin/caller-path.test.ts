import { expect, test } from 'vitest';
import { callerPath } from './caller-path.mjs';

const NPM = ['/repo/node_modules/.bin', '/node_modules/.bin', '/usr/lib/npm/lib/node-gyp-bin'];
const join = (...entries: string[]) => entries.join(':');

test('what npm put in front is taken away', () => {
  expect(callerPath(join(...NPM, '/usr/bin', '/bin'))).toBe('/usr/bin:/bin');
});

test('an npm script started by an npm script is seen through', () => {
  expect(callerPath(join(...NPM, ...NPM, '/usr/bin'))).toBe('/usr/bin');
});

test("the caller's own node_modules/.bin stays, first or later", () => {
  expect(callerPath('/mine/node_modules/.bin:/usr/bin')).toBe('/mine/node_modules/.bin:/usr/bin');
  expect(callerPath(join(...NPM, '/usr/bin', '/mine/node_modules/.bin'))).toBe(
    '/usr/bin:/mine/node_modules/.bin',
  );
});

test('a PATH without npm is left as it is, an empty one too', () => {
  expect(callerPath('/usr/bin:/bin')).toBe('/usr/bin:/bin');
  expect(callerPath('')).toBe('');
  expect(callerPath(undefined)).toBe('');
});
