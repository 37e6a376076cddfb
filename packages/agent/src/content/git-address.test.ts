import { expect, it } from 'vitest';
import { loginByToken, readGitAddress } from './git-address.ts';

const HTTPS = { protocol: 'https', host: 'h.test', port: 443 };
const SSH = { protocol: 'ssh', host: 'h.test', port: 22, origin: '' };

it.each([
  ['https://h.test/a/b.git', { ...HTTPS, url: 'https://h.test/a/b.git', origin: 'https://h.test' }],
  [
    'http://H.test.:81/a',
    { protocol: 'http', host: 'h.test', port: 81, url: 'http://h.test.:81/a', origin: 'http://h.test.:81' },
  ],
  [
    'http://0x7f.1/a',
    { protocol: 'http', host: '127.0.0.1', port: 80, url: 'http://127.0.0.1/a', origin: 'http://127.0.0.1' },
  ],
  ['git@h.test:a/b.git', { ...SSH, url: 'git@h.test:a/b.git' }],
  ['ssh://git@h.test:22/a', { ...SSH, url: 'ssh://git@h.test:22/a' }],
  ['ssh://git@0x7f.1:23/a', { ...SSH, host: '127.0.0.1', port: 23, url: 'ssh://git@0x7f.1:23/a' }],
  ['ssh://git@[::1]/a', { ...SSH, host: '::1', url: 'ssh://git@[::1]/a' }],
  ['git@2130706433:a', { ...SSH, host: '127.0.0.1', url: 'git@2130706433:a' }],
  ['ssh://git@%31%32%37.0.0.1/a', null],
  ['ssh://git@-oProxyCommand=x/a', null],
  ['git@-x:a', null],
  ['file:///a/b', null],
  ['git://h.test/a', null],
  ['ftp://h.test/a', null],
  ['ext::sh -c x', null],
  ['https://', null],
  ['javascript://h.test/a', null],
  ['-oProxyCommand=x', null],
])('%j is read', (url, address) => {
  expect(readGitAddress(url)).toEqual(address);
});

it('credentials are taken out of the URL and decoded', () => {
  expect(readGitAddress('https://me:p%40ss@h.test/a')).toEqual({
    ...HTTPS,
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
