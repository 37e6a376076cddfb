import { expect, it } from 'vitest';
import { overridesOf } from './overrides.ts';

const GIT = {
  content: { type: 'git', url: 'https://example.com/shop.git', path: 'api' },
  environment: { BASE_URL: 'http://shop', DEBUG: '1' },
} as never;

it('nothing typed overrides nothing', () => {
  expect(overridesOf(GIT, {})).toEqual({});
  expect(overridesOf(GIT, { parallelism: '', paths: '  ', environment: '' })).toEqual({});
});

it('what is replaced whole keeps what was not typed', () => {
  expect(overridesOf(GIT, { ref: 'fix', environment: 'DEBUG=2 TOKEN=a=b' })).toEqual({
    content: { type: 'git', url: 'https://example.com/shop.git', path: 'api', ref: 'fix' },
    environment: { BASE_URL: 'http://shop', DEBUG: '2', TOKEN: 'a=b' },
  });
});

it('numbers are numbers, paths are a list, and an archive has no branch', () => {
  const archive = { content: { type: 'archive' }, environment: {} } as never;
  expect(overridesOf(archive, { parallelism: '8', priority: '0', paths: 'a b', ref: 'x' })).toEqual({
    parallelism: 8,
    priority: 0,
    paths: ['a', 'b'],
  });
});
