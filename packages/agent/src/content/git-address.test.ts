import { expect, it } from 'vitest';
import { loginByToken, readGitAddress } from './git-address.ts';

it.each([
  ['https://h.test/a/b.git', { protocol: 'https', url: 'https://h.test/a/b.git', origin: 'https://h.test' }],
  ['http://h.test:81/a', { protocol: 'http', url: 'http://h.test:81/a', origin: 'http://h.test:81' }],
  ['git@h.test:a/b.git', { protocol: 'ssh', url: 'git@h.test:a/b.git', origin: '' }],
  ['ssh://git@h.test:22/a', { protocol: 'ssh', url: 'ssh://git@h.test:22/a', origin: '' }],
  ['file:///a/b', { protocol: 'file', url: 'file:///a/b', origin: '' }],
  ['ext::sh -c x', null],
  ['https://', null],
  ['javascript://h.test/a', null],
  ['-oProxyCommand=x', null],
])('%j is read', (url, address) => {
  expect(readGitAddress(url)).toEqual(address);
});

it('credentials are taken out of the URL and decoded', () => {
  expect(readGitAddress('https://me:p%40ss@h.test/a')).toEqual({
    protocol: 'https',
    url: 'https://h.test/a',
    origin: 'https://h.test',
    login: { username: 'me', password: 'p@ss' },
  });
  expect(readGitAddress('https://just-a-token@h.test/a')?.login?.password).toBe('just-a-token');
});

it('a token gets the user name that its host wants', () => {
  expect(loginByToken(' t \n', 'https://github.com')).toEqual({ username: 'x-access-token', password: 't' });
  expect(loginByToken('t', 'https://bitbucket.org')).toEqual({ username: 'x-token-auth', password: 't' });
  expect(loginByToken('deploy:a:b', 'https://gitlab.com')).toEqual({ username: 'deploy', password: 'a:b' });
});
