import { TestDefinition } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { neededUntil } from './needed-until.ts';

const now = new Date('2026-01-01T00:00:00Z');
const after = (part: object) => {
  const content = { type: 'inline', files: { a: '' } };
  const definition = TestDefinition.parse({ name: 'x', content, ...part });
  return (neededUntil(definition, now).getTime() - now.getTime()) / 1000;
};
const timeouts = { queueSeconds: 100, runSeconds: 1000 };

it('an execution needs its content for one wait and one run, and again with each retry and its back-off', () => {
  expect(after({ timeouts })).toBe(1100);
  expect(after({ timeouts, retries: { attempts: 3, backoffSeconds: 10 } })).toBe(4 * 1100 + 10 + 20 + 40);
});
