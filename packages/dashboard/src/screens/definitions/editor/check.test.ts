import { TestDefinition } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { check, withoutDefaults } from './check.ts';
import { writeYaml } from './document.ts';

const GOOD = 'name: shop\ncontent:\n  type: git\n  url: https://example.com/shop.git\n';

it('a good text is the definition the server would make of it', () => {
  const { definition, faults } = check(GOOD);
  expect(faults).toEqual([]);
  expect(definition).toMatchObject({ name: 'shop', parallelism: 1, timeouts: { runSeconds: 7200 } });
});

it('a fault is told with its line and column', () => {
  const { definition, faults } = check(`${GOOD}parallelism: 0\nretries:\n  atempts: 2\n`);
  expect(definition).toBeNull();
  expect(faults).toMatchObject([
    { path: 'parallelism', line: 5, column: 14 },
    { path: 'retries.atempts', line: 7, column: 3, message: '“atempts” is no known key' },
  ]);
});

it('what is missing is told as missing, where it would stand', () => {
  expect(check('content:\n  type: git\n').faults).toMatchObject([
    { path: 'name', message: 'is missing' },
    { path: 'content.url', message: 'is missing', line: 1 },
  ]);
});

it('a list instead of a definition is a fault, and no crash', () => {
  expect(check('- name\n').definition).toBeNull();
});

it('what the schema fills in is not written out, and comes back the same', () => {
  const body = TestDefinition.parse({
    name: 'shop',
    content: { type: 'inline', files: { 'a.test.js': '1' } },
    timeouts: { runSeconds: 60 },
    environment: { A: 'b' },
    resources: { cpu: '100m', memory: '1Gi' },
  });
  const bare = withoutDefaults(body);
  expect(bare).toEqual({
    name: 'shop',
    content: { type: 'inline', files: { 'a.test.js': '1' } },
    environment: { A: 'b' },
    resources: { memory: '1Gi' },
    timeouts: { runSeconds: 60 },
  });
  expect(check(writeYaml(bare)).definition).toEqual(body);
});

it('parts are written in the order of people, whatever order they were stored in', () => {
  const body = TestDefinition.parse({
    name: 'shop',
    framework: 'command',
    content: { ref: 'main', url: 'https://example.com/shop.git', type: 'git' },
    commands: [{ run: 'make', report: { path: 'r.xml', format: 'junit' }, name: 'one' }],
  });
  expect(writeYaml(withoutDefaults(body))).toBe(`name: shop
framework: command
content:
  type: git
  url: https://example.com/shop.git
  ref: main
commands:
  - name: one
    run: make
    report:
      path: r.xml
      format: junit
`);
});
