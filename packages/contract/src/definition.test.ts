import { expect, it } from 'vitest';
import { DefinitionOverrides, TestDefinition } from './definition.ts';

const content = { type: 'inline', files: { 'a.test.js': '' } };

it('overrides say what they were given and fill in nothing', () => {
  expect(DefinitionOverrides.parse({})).toEqual({});
  expect(DefinitionOverrides.parse({ priority: 3, tags: { a: 'b' } })).toEqual({
    priority: 3,
    tags: { a: 'b' },
  });
  expect(DefinitionOverrides.safeParse({ name: 'other' }).success).toBe(false);
  expect(DefinitionOverrides.safeParse({ parallelism: 0 }).success).toBe(false);
});

it('a definition fills in what was left out and refuses what it does not know', () => {
  expect(TestDefinition.parse({ name: ' x ', content })).toMatchObject({
    name: 'x',
    parallelism: 1,
    priority: 50,
  });
  expect(TestDefinition.safeParse({ name: 'x', content, paralellism: 2 }).success).toBe(false);
  expect(
    TestDefinition.safeParse({ name: 'x', content: { type: 'inline', files: { '../a': '' } } }).success,
  ).toBe(false);
});

it.each([
  { cpu: 0 },
  { cpu: '0' },
  { cpu: '0m' },
  { cpu: '0.0' },
  { memory: 0 },
  { memory: '0' },
  { memory: '0Mi' },
  { memory: '0.0Gi' },
])('resources of nothing are refused: %j', (resources) => {
  expect(TestDefinition.safeParse({ name: 'x', content, resources }).success).toBe(false);
  expect(DefinitionOverrides.safeParse({ resources }).success).toBe(false);
});

it.each([{ cpu: '0.5' }, { cpu: '1m' }, { memory: '0.5Gi' }, { memory: '1' }])(
  'resources of little are accepted: %j',
  (resources) => {
    expect(TestDefinition.safeParse({ name: 'x', content, resources }).success).toBe(true);
  },
);

const ofGit = (url: string) => TestDefinition.safeParse({ name: 'x', content: { type: 'git', url } });

it.each([
  'https://ada:ghp_secret@git.example/shop.git',
  'https://ghp_secret@git.example/shop.git',
  'http://ada:ghp_secret@git.example/shop.git',
  'ssh://git:ghp_secret@git.example/shop.git',
  'https://ada:p@ghp_secret@git.example/shop.git',
])('a git URL with credentials is refused, with the way to give them and without repeating them', (url) => {
  const said = JSON.stringify(ofGit(url).error?.issues);
  expect(said).toContain('content.credentials');
  expect(said).not.toContain('ghp_secret');
});

it.each([
  'https://git.example/shop.git',
  'https://git.example/@scope/shop.git',
  'ssh://git@git.example:2222/shop.git',
  'git@git.example:shop.git',
  'file:///srv/shop.git',
])('a git URL without credentials is accepted: %s', (url) => {
  expect(ofGit(url).success).toBe(true);
});
