import { TestDefinition } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeIssues, summariseFaults } from './describe-issues.ts';

const faultsOf = (schema: z.ZodType, value: unknown) =>
  describeIssues(schema.safeParse(value).error?.issues ?? []);

it('tells every fault with its place, as one would write it', () => {
  const faults = faultsOf(TestDefinition, {
    name: '',
    content: { type: 'inline', files: { '../a': '' } },
    commands: [{ name: 'x', run: '' }],
    resources: { cpu: 'lots' },
    paralellism: 2,
  });
  const paths = faults.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'name',
      'content.files["../a"]',
      'commands[0].run',
      'resources.cpu',
      'paralellism',
    ]),
  );
  expect(faults.find(({ path }) => path === 'content.files["../a"]')?.message).toContain(
    'stays inside the content',
  );
  expect(faults.find(({ path }) => path === 'resources.cpu')?.message).toContain('cores (0.5)');
  expect(summariseFaults(faults)).toMatch(/; and \d more$/);
});

it('tells what the choices of a union are', () => {
  expect(faultsOf(TestDefinition, { name: 'x', content: { type: 'ftp' } })[0]).toMatchObject({
    path: 'content.type',
  });
  const [fault] = faultsOf(z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]), {});
  expect(fault?.message).toMatch(/^a: .*; or: b: .*/);
});

it('does not answer a thousand faults with a thousand lines', () => {
  expect(
    faultsOf(
      z.array(z.string()),
      Array.from({ length: 1000 }, () => 1),
    ),
  ).toHaveLength(50);
});
