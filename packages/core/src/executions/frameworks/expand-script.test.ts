import { expect, it } from 'vitest';
import { expandTestScript } from './expand-script.ts';

it('puts the scripts a script runs in their places', () => {
  const scripts = {
    test: 'npm run lint && npm run unit -- --bail && yarn e2e',
    lint: 'eslint .',
    unit: 'node --test',
    e2e: 'pnpm run browsers',
    browsers: 'playwright test',
  };
  expect(expandTestScript(scripts)).toBe('eslint . && node --test --bail && playwright test');
});

it('leaves what it does not know, and scripts that run each other, as they are', () => {
  expect(expandTestScript({ test: 'npm ci && npm run test' })).toBe('npm ci && npm run test');
  expect(expandTestScript({ test: 'npm run a', a: 'npm run b', b: 'npm run a' })).toBe('npm run a');
  expect(expandTestScript({})).toBe('');
});
