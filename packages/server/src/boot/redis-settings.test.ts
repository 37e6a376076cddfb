import { expect, it } from 'vitest';
import { redisSettingsOf } from './redis-settings.ts';

it('without REDIS_URL there is no Redis', () => {
  expect(redisSettingsOf({})).toBeNull();
  expect(redisSettingsOf({ REDIS_URL: ' ' })).toBeNull();
});

it('host, port, user, password, database and TLS are read from the URL', () => {
  expect(redisSettingsOf({ REDIS_URL: 'redis://cache' })).toEqual({
    ...{ host: 'cache', port: 6379, username: null, password: null, database: 0, transport: 'plain' },
  });
  expect(redisSettingsOf({ REDIS_URL: 'rediss://me:p%40ss@[::1]:6380/3' })).toEqual({
    ...{ host: '::1', port: 6380, username: 'me', password: 'p@ss', database: 3, transport: 'tls' },
  });
  expect(redisSettingsOf({ REDIS_URL: 'redis://:secret@cache/' })).toMatchObject({
    ...{ username: null, password: 'secret', database: 0 },
  });
});

it.each([
  ['cache:6379', /REDIS_URL must be like/],
  ['http://cache', /REDIS_URL must be like/],
  ['redis://', /REDIS_URL must be like/],
  ['redis://cache/first', /ends with the number of the database/],
  ['redis://cache/0?family=6', /takes no options/],
  ['redis://:a%b@cache', /percent-encoded/],
])('%s is refused, with what is wrong', (url, message) => {
  expect(() => redisSettingsOf({ REDIS_URL: url })).toThrow(message);
});

it('a refusal does not repeat the password', () => {
  try {
    redisSettingsOf({ REDIS_URL: 'redis://me:top-secret@cache/x' });
    expect.unreachable();
  } catch (cause) {
    expect(String(cause)).not.toContain('top-secret');
  }
});
